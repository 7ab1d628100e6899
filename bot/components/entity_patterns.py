"""Patterns of values that stand in a message: money, classes, polis, ratings, languages."""

import re

END = r"(?!\w)"
START = r"(?<![\w⟦])"
NUMBER = (
    r"(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|siji|loro|telu|papat|"
    r"limo|pitu|wolu|sanga|rong|telung|patang|limang|nem|pitung|wolung|sangang|tilu|opat|genep|dalapan|"
    r"salapan|sapuluh|one|two|three|four|five|six|twelve)"
)
COUNT = rf"(?:\d{{1,3}}|{NUMBER}(?: belas| puluh(?: {NUMBER})?)?)"

AMOUNT = re.compile(
    (
        rf"{START}(?:rp\.?\s*\d[\d.,]*\d(?:\s*(?:rb|ribu|jt|juta))?|\d+(?:[.,]\d+)*(?:k|\s*(?:rb|ribu|rebu|"
        rf"jt|juta|jeti|million|thousand))(?:an)?|\d{{1,3}}(?:\.\d{{3}})+"
        rf"|(?:{NUMBER}|se)(?:\s*(?:belas|puluh|ratus|{NUMBER}))*\s*(?:ribu|rebu|juta)(?:\s+(?:setengah|"
        rf"{NUMBER}|ratus|puluh|ribu|rebu))*){END}"
    ),
    re.I,
)
MONTHS = re.compile(
    (
        rf"{START}(?:{COUNT}\s*(?:setengah\s+)?(?:bulan|bln|bl|sasi|wulan|months?|tahun|thn|taun|th|years?)|setengah "
        rf"tahun|se(?:bulan|tahun|taun)(?: setengah)?|sa(?:bulan|tahun|taun)(?: satengah)?|a year|"
        rf"(?:(?<=bagi )|(?<=cicil )|(?<=angsur )){COUNT} ?(?:kali|x)|(?<=in ){COUNT}(?= (?:instal|payments))){END}"
        rf"(?!\s*(?:lagi|lg|yang lalu|yg lalu|lalu(?!\s+(?:di|saya|sy|lunas|baru))|kemudian|ago))"
    ),
    re.I,
)
MONTHS_FOR = re.compile(
    (
        r"nungg?ak|tungg?akan|te?lat|belakang|menumpuk|numpuk|riwayat|history|terakhir|trakhir|icil|angsur|bayar|byr|setor|"
        r"iuran|arrears|behind|paid|pay|last|tahap|install|split|spread|rutin|skip|diblokir|lunas|t(?:e)?rkh?i?r\b|"
        r"(?:bulan|bln|tahun|thn|taun) (?:ini|belakangan)"
    ),
    re.I,
)
# "dana" alone is any money.
WALLET = re.compile(
    rf"(?:auto ?deb\w*.{{0,25}}?\b(?:dari|dr|ke|di)|\b(?:pakai|pake|pk|lewat|lwt|lewet|liwat|via|by))\s+(dana){END}"
    r"(?!\s+(?:bantuan|darurat|desa|bos|pensiun|talangan|pribadi|sendiri|tunai|cadangan|sosial|kas|kantor|pinjaman|dari))"
    rf"|\b(?:rekening|rek|tabungan|akun)\s+(jago|mega|raya|neo){END}",
    re.I,
)
AGE = re.compile(r"(?:umur|usia|hamil|kandungan|anak(?:ku)? (?:saya )?)\s*$|^\s*(?:umur|usia|hamil)", re.I)
PER_MONTH = re.compile(r"(?:\d(?:rb|jt|k)?|ribu|juta|berapa|brp|piro|sabaraha)\s*$", re.I)
# "sebulan jadi berapa" asks for the price of one month.
EACH = re.compile(r"se(?:bulan|tahun|taun)\s+(?:jadi|jd|kena|brp|berapa|piro)\b", re.I)
CLASS = re.compile(
    (
        rf"{START}(?:kelas|kls|klas|kl|class)\s*(?:[123]|iii|ii|i|satu|dua|tiga|siji|loro|telu|setunggal|kalih|"
        rf"hiji|tilu|tigo|duo|ciek|one|two|three|utama){END}"
    ),
    re.I,
)
TO_CLASS = re.compile(
    rf"(?:kelas|kls|class).{{0,30}}?\b(?:ke?|jadi|jd|menjadi|to)\s+((?:[123]|iii|ii|i|satu|dua|tiga)){END}"
    rf"|(?:kelas|kls|class).{{0,60}}?\b(?:turun|naik|munggah|mudhun)\w*\s+(?:(?:ke|menyang|nang|ka)\s+)?"
    rf"([123]|iii|ii|siji|loro|telu|hiji|tilu){END}(?!\s*(?:orang|org|bulan|bln|hari))",
    re.I,
)
CORRECTED_CLASS = re.compile(
    (
        rf"(?:bukan|bkn|salah).{{0,15}}(?:kelas|kls).{{0,25}}?(?:tapi|tp|maksud\w*|mksd\w*)(?:\s+(?:saya|"
        rf"sy|aku))?\s+([123]|iii|ii|i){END}|(?:tingkat|golongan)\s+(III|II|I|[123]){END}"
    ),
    re.I,
)
SPECIAL_ROOM = re.compile(
    (
        rf"{START}(?:super vip|vvip|vip|iccu|icu (?:(?:khusus|untuk|utk|buat|bagian|yang|yg) ){{0,2}}"
        rf"anak(?:-anak)?|icu pediatrik?|icu|nicu|picu|hcu|perinatologi|perina|ruang "
        rf"(?:isolasi|bersalin|bayi|vk|intensif)|kamar (?:bayi|vk|intensif)|(?<=kamar )bersalin|isolasi|isolation){END}"
    ),
    re.I,
)
BED_WORDS = re.compile(
    (
        r"kamar|kmr|bed|ruang|ranjang|kosong|ksong|penuh|tempat tidur|(?<!kelas )(?<!kelas pe)(?<!hak )rawat|ranap|"
        r"opname|inap|tersedia|icu|vip|room|rsud|rsup|\brs\b|rumah sakit|vacant|available"
    ),
    re.I,
)
DUES_WORDS = re.compile(
    (
        r"iuran|iyuran|bayar|byr|turun|nurun|naik|kelas (?:pe)?rawat|pindah|mindah|ganti|ubah|"
        r"upgrade|downgrade|mandiri|bulanan|premi|tagihan|ikut kelas|daftar|sebulan|per bulan|rate|"
        r"contribution|change|switch|peserta|kartu|bpjs|hak (?:kelas|rawat)|menjadi"
    ),
    re.I,
)
RATING = re.compile(
    (
        rf"(?:b(?:i)?ntang|(?:pe)?nilai(?:an)?|rating|skor|score|beri|kasih|ksh|kasi|wenehi|give|deserves?|"
        rf"rate(?: it)?|poin|kuwi)\s*(?:nya|e)?\s*(?::|=|itu|aja|saja|cuma|hanya|it|them|dia|mereka|beliau)?\s*"
        rf"([1-9]|10|{NUMBER})(?:\s*(?:bintang|"
        rf"dari|stars?|/|out of|aja|saja|deh|poin)|\b)|([1-9]|10|{NUMBER})\s*(?:bintang|stars?|/\s*(?:5|"
        rf"10)|dari (?:5|lima|10|sepuluh)|out of (?:5|10|five|ten))|"
        rf"(?<!\w)(?:nilai|rating|skor|score)\s[^,.!?\d]{{0,50}}?\b(?:cukup|cuma|hanya|paling)\s+({NUMBER}){END}|"
        rf"\b(?:give|gave|rate)\s[^,.!?\d]{{1,50}}?\ban?\s+([1-5]){END}|"
        rf"(?<!\w)(?:nilai|rating|skor|score)\s(?:[^\W\d]+\s+){{1,6}}([1-5])(?!\w|[.,:/-]\d|\s*(?:bulan|bln|hari|hr|jam|"
        rf"org|orang|kali|x|rb|ribu|jt|juta|tahun|thn|minggu|menit))"
    ),
    re.I,
)
LANGUAGE = re.compile(
    (
        rf"{START}(?:bahasa|bhs|basa|boso|bahaso)\s+(inggris|english|engris|ingris|indonesia|indo|"
        rf"jawa|jawi|jowo|sunda|minang|banjar|bali|madura|aceh|bugis|batak|arab|mandarin|cina|daerah){END}|"
        rf"{START}(english|indonesian|javanese|sundanese|inggris){END}|"
        rf"(?<!\w)(?:balik|kembali|switch|ganti|pindah)(?: lagi)? (?:ke|to) (indonesia){END}|"
        rf"(?<!\w)(?:ngomong|ngobrol|bicara|cakap|speak|pake|pakai)\s+(indonesia|jawa|jowo|sunda|minang|banjar|bali|madura|aceh|"
        rf"bugis|batak){END}"
    ),
    re.I,
)
# A language that one does not speak is not the one wished for.
NOT_SPOKEN = re.compile(
    r"(?:(?:ga|gak|gk|nggak|ngga|ra|ora|tidak|tdk|kurang|teu|not|don't)\s+(?:pati\s+|patek\s+|terlalu\s+|begitu\s+)?"
    r"(?:ngerti|ngarti|bisa|iso|paham|mudeng|lancar|speak|understand)|\bmy|\bkok jadi)\s*$",
    re.I,
)
# A language that one does not speak is not the one wished for.
NOT_SPOKEN = re.compile(
    r"(?:(?:ga|gak|gk|nggak|ngga|ra|ora|tidak|tdk|kurang|teu|not|don't)\s+(?:pati\s+|patek\s+|terlalu\s+|begitu\s+)?"
    r"(?:ngerti|ngarti|bisa|iso|paham|mudeng|lancar|speak|understand)|\bmy|\bkok jadi)\s*$",
    re.I,
)
