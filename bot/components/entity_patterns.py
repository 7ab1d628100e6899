"""Patterns of values that stand in a message: money, classes, polis, ratings, languages, people."""

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
        rf"{START}(?:{COUNT}\s*(?:bulan|bln|bl|sasi|wulan|months?|tahun|thn|taun|th|years?)|setengah "
        rf"tahun|se(?:bulan|tahun|taun)(?: setengah)?|sa(?:bulan|tahun|taun)(?: satengah)?|a year|"
        rf"(?:(?<=bagi )|(?<=cicil )|(?<=angsur )){COUNT} ?(?:kali|x)|(?<=in ){COUNT}(?= (?:instal|payments))){END}"
        rf"(?!\s*(?:lagi|lg|yang lalu|yg lalu|lalu|kemudian|ago))"
    ),
    re.I,
)
MONTHS_FOR = re.compile(
    (
        r"nungg?ak|tungg?akan|te?lat|belakang|menumpuk|numpuk|riwayat|history|terakhir|trakhir|icil|angsur|bayar|byr|setor|"
        r"iuran|arrears|paid|pay|last|tahap|install|rutin|skip|diblokir|lunas"
    ),
    re.I,
)
# "dana" alone is any money.
WALLET = re.compile(rf"auto ?deb\w*.{{0,25}}?\b(?:dari|dr|pakai|pake|pk|lewat|lwt|via|ke|di)\s+(dana){END}", re.I)
AGE = re.compile(r"(?:umur|usia|hamil|kandungan|anak(?:ku)? (?:saya )?)\s*$|^\s*(?:umur|usia|hamil)", re.I)
PER_MONTH = re.compile(r"(?:\d(?:rb|jt|k)?|ribu|juta|berapa|brp|piro|sabaraha)\s*$", re.I)
# "sebulan jadi berapa" asks for the price of one month.
EACH = re.compile(r"se(?:bulan|tahun|taun)\s+(?:jadi|jd|kena|brp|berapa|piro)\b", re.I)
CLASS = re.compile(
    (
        rf"{START}(?:kelas|kls|klas|kl|class)\s*(?:[123]|iii|ii|i|satu|dua|tiga|siji|loro|telu|kalih|"
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
        rf"{START}(?:super vip|vvip|vip|iccu|icu anak|icu|nicu|picu|hcu|perinatologi|perina|(?:ruang|"
        rf"kamar) (?:isolasi|bersalin|bayi|vk|intensif)|isolasi|isolation){END}"
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
POLI_AFTER = (
    r"(?:poli(?:klinik)?|pli|poly|spesialis|dokter(?:nya)? spesialis|dokter|dr\.?|dktr|doctor|sp|clinic|"
    r"klinik|see an?|bagian|unit)"
)
# "daftarin ke kulit", "nomor 41 di penyakit dalam": a door, not a part of the body ("gatal di kulit").
POLI_DOOR = re.compile(
    rf"{START}(?:daftar|ambil|antri|antre|booking|jadwal)\w*\b[^,.!?]{{0,25}}?\bke\s+(gigi|mata|jantung|paru|saraf|kandungan|"
    rf"kulit|tht|jiwa|tulang|urologi|bedah|penyakit dalam){END}|(?<=di )(penyakit dalam){END}(?!\s+keluarga)",
    re.I,
)
POLI_NAMED = re.compile(r"\bpol[iy]", re.I)
INSTEAD = r"(?:bukan|bkn|jadi|jd|maksud\w*|mksd\w*|ha?ru?snya|atau|ganti)"
# Specialists whose name says their poli by itself.
SPECIALIST = re.compile(
    rf"{START}(?:psikiater|psikolog|internis|obgyn|cardiologist|dermatologist|ophthalmologist|pediatrician|neurologist|"
    rf"urologist|gynecologist|psychiatrist|orthodontist|pulmonologist|(ent|eye|skin|heart|dental)(?= "
    rf"(?:specialist|doctor|clinic|department))){END}",
    re.I,
)
DOCTOR = re.compile(
    rf"{START}(?:[Dd]rg\.?|[Dd]r\.?|[Dd]okter|dr\. dr\.)\s*(?!(?:di|ke|yang|yg|nya|rs|saya|sy|ini|itu|praktek|"
    rf"hari|jam|dan|apa|ada|pribadi)\b)((?:[A-Z][\w'.]+)(?:\s+[A-Z][\w'.,]+){{0,3}})"
)
DOCTOR_LOW = re.compile(
    rf"{START}(?:drg\.?|dr\.?)\s+([a-z]{{3,}})(?=\s+(?:sp\.?\s?\w+|masuk|msk|praktek|praktik|ada|"
    rf"jadwal|jam|hari|spesialis|besok|bsk|senin|selasa|rabu|kamis|jumat|sabtu|cuti|libur|jaga)\b|$)"
)
# "dr" alone is also "dari"; with its dot it is a doctor.
DOCTOR_DOTTED = re.compile(rf"{START}drg?\.\s*([a-z]{{3,}}){END}")
RATING = re.compile(
    (
        rf"(?:bintang|nilai|rating|skor|score|beri|kasih|ksh|kasi|give|deserves?|rate(?: it)?|poin|"
        rf"kuwi)\s*(?:nya|e)?\s*(?::|=|itu|aja|saja|cuma|hanya|it|them)?\s*([1-9]|10|{NUMBER})(?:\s*(?:bintang|"
        rf"dari|stars?|/|out of|aja|saja|deh|poin)|\b)|([1-9]|10|{NUMBER})\s*(?:bintang|stars?|/\s*(?:5|"
        rf"10)|dari (?:5|lima|10|sepuluh)|out of (?:5|10|five|ten))|"
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
        rf"(?<!\w)(?:ngomong|ngobrol|bicara|cakap|speak|pake|pakai)\s+(indonesia|jawa|jowo|sunda|minang|banjar|bali|madura|aceh|"
        rf"bugis|batak){END}"
    ),
    re.I,
)
RELATION_SKIP = re.compile(
    (
        r"(?:poli(?:klinik)?|dokter(?: spesialis)?|dr|spesialis|spesialisnya|icu|kesehatan|ruang|kamar|"
        r"sp|rs|rsia|sakit|klinik|selamat|terima kasih|makasih|makasi|mksh|suwun|nuhun|thanks|halo|"
        r"hai|hi|permisi|punten|maaf|pagi|siang|sore|malam|wr wb|assalamualaikum|ke|bapak|bpk|pak|"
        r"yth|kepada|tumbuh kembang|imunisasi|vaksin|bidan|kia|untuk para|doakan|kata|disuruh|"
        r"dibantu|diajari|menurut|hamil|(?:yang|yg) (?:sudah|udah|udh))\s*[/.,]?\s*$"
    ),
    re.I,
)
# Also elder siblings address whom one does not know: they are people spoken of only beside a word of belonging.
ELDER = re.compile(
    rf"{START}(?:(?:kakak|abang|uda|uni|teteh|akang|ayuk|cici|koko)"
    r"(?=\s+(?:saya|sy|aku|ku|gue|gw|kula|kulo|abdi|ambo|ulun)\b(?!\s+(?:mau|mw|ingin|pengen|tanya|nanya|minta|udah|sudah|"
    r"lagi|dari|di|ada|punya|butuh|perlu|belum|gak|ga|tidak|bisa|kok|bayar|daftar)\b))|(?:kakak|abang|mbak|mas|tante|om)ku)"
    rf"{END}",
    re.I,
)
OF_ANOTHER = re.compile(r"(?:orang tua|ortu|ibu|bapak|ayah|mama|papa|anak|suami|istri)nya", re.I)
VOCATIVE = re.compile(
    r"^\s*(?:kota\b|(?:rantau|kost?|kuliahan|kampung|muda|buah|magang|sekolah|tabung)\b|/\s*(?:ibu|bapak|bpk)|"
    r"hamil|petugas|admin|dan anak|sekalian|ibu yang)",
    re.I,
)
