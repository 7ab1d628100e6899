"""Words that steer a form instead of answering it: go on, skip, change; and choices that are typed by their number."""

import re

from bot.actions.backend import call
from bot.actions.language import tells_of_language
from bot.actions.reading import Reading
from bot.actions.topic import asks_something
from bot.actions.turns import pressed

_POLITE = r"(?:\s+(?:aja|saja|sajo|ae|wae|bae|mawon|dulu|deh|lah|dong|ya|kak|min|pak|bu|mas|mbak|bang|da|please))*"
_THANKS = (
    r"(?:\W+(?:hatur |matur |many )?(?:nuhun|nuwun|suwun|makasih|makasi|mksh|terima kasih|trims|tks|thanks|thank you))?"
    r"(?:\s+(?:ya|kak|min|pak|bu|mas|mbak|teh|kang))*"
)
_GO_ON = re.compile(
    r"^\W*(?:(?:ok|oke|okay|ya|baik|boleh|sip|siap|yuk|ayo|mari|gapapa|gpp|ga ?papa|(?:ga|nggak|tidak) apa-?apa|eh"
    r"|ya ?udah|(?:kalo|kalau|klo) (?:gitu|begitu))\W+)*"
    r"(?:lanjut(?:kan|in)?|terus(?:kan|in)?|teruskeun|lajeng|continue|go on)"
    rf"(?:\s+(?:yang tadi|tadi|lagi|(?:pen)?daftar\w*|isi(?:nya)?|proses\w*|registration))?{_POLITE}\W*$",
    re.IGNORECASE,
)
_CANNOT = r"(?:ga|gak|nggak|ngga|enggak|tidak|tdk|ora|teu|not|can't i|can i not)"
_WHY = re.compile(
    r"^\W*(?:(?:lho|lha|loh|emang|but)\W+)?(?:(?:kenapa|knp|kok|ko|mengapa|ngopo|naha|why)\W*"
    rf"(?:{_CANNOT}\W*)?(?:bisa|bs|boleh|blh|iso|tiasa)?|{_CANNOT}\W*(?:bisa|bs|boleh)\W+(?:kenapa|knp|why))\W*"
    r"(?:(?:ya|sih|emang\w*|min|kak|pak|bu)\W*)*$",
    re.IGNORECASE,
)
_SKIP = re.compile(
    rf"^\W*(?:(?:mau|minta|bisa|tolong)\s+)?(?:lewat(?:i|in|kan)?|skip|lompat(?:i)?|liwat(?:i|an)?|next|pass)"
    rf"(?:\s+(?:ini|yang ini|it|this))?{_POLITE}\W*$",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"^\W*(?:(?:mau|ingin|bisa|tolong|ada yang|ada yg|i want to)\s+)?(?:di)?"
    r"(?:ubah|rubah|ganti|edit|koreksi|ralat|perbaiki|betulkan|change|correct)"
    rf"(?:\s+(?:jawaban|yang tadi|yg tadi|tadi|something|it))?{_POLITE}\W*$",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"^\W*(?:(?:ok|oke|ya|eh|duh|maaf|sorry|hmm+|maybe)\W+)*"
    r"(?:(?:yang|yg|soal|urusan)\s+(?:\w+\s+){1,3}?)?(?:nanti|ntar|nti|entar|lain kali|kapan-?kapan"
    r"|(?:besok|bsk|sesuk|isukan) (?:lagi|maneh|deui)"
    r"|engk[eé]|mengk[eo]|mangke|ngko|later|not now)(?:\s+(?:saya|sy|aku|ku|gw|gue|kami|kulo|abdi))?"
    rf"(?:\s+(?:lagi|deui|maneh|meneh|weh?|wae|atuh|nya|(?:di|tak )?lanjut(?:kan|in|ne|nya)?|sambung|terus(?:kan|in)"
    rf"|deh|lah|aja))*{_POLITE}{_THANKS}"
    r"(?:\W+(?:kalau|kalo|klo|kl|nek|lek|lamun|habis|abis|setelah|sehabis|pas|once|when|after|tunggu|nunggu|tnggu"
    r"|ngenteni|nenteni|antosan|ngantosan|sampai|sampe|until|till|wait(?:ing)? for)\s+[\w ]{2,40})?\W*$",
    re.IGNORECASE,
)
_GOES_ON_LATER = re.compile(
    r"^\W*(?:(?:ok|oke|okay|ya|yo|eh|duh|aduh|maaf|sorry|hmm+|u?dah|udh|sudah|sdh|ya ?udah|sip|siap|min|kak|pak"
    r"|bu)\W+)*(?:(?:nanti|ntar|nti|entar|ngko|mengko|engke|besok|bsk|lain kali)"
    r"(?:\s+(?:malam|malem|sore|siang|pagi|lagi|aja|saja|dulu|deh|abis \w+|habis \w+))*\s+)"
    r"(?:(?:saya|sy|aku|ak|gw|gue|sa|kulo|abdi|kami|tak)\s+)?(?:(?:mau|baru|akan)\s+)?(?:di|tak|ku)?"
    r"(?:lanjut|lnjut|terus(?:kan|in|ke)|sambung|selesai|lengkap|isi(?:kan|in)?\b|balik lagi|kembali lagi|coba lagi)"
    r"|\b(?:i'?ll|i will|i can|let me|we'?ll|we will)\s+(?:do|finish|continue|come back|be back|go on|fill|complete"
    r"|get back)\b.{0,24}\b(?:later|tomorrow|tonight|another (?:time|day)|next week)\b",
    re.IGNORECASE,
)
"""Says that it will be gone on with, whatever follows: "nanti saya lanjutkan ya, bayinya nangis"."""
_AFTER_THAT = re.compile(
    r"^\W*(?:(?:ok|oke|ya|yo|eh|oh|hmm+|ya ?udah|ya ?sudah|u?dah|udh|yaudah|yowes|wis)\W+)*"
    r"(?:nanti\s+)?(?:habis|abis|setelah|sehabis|sesudah|bar|after)\s+(?:\w+\s+){1,3}?(?:aja|saja|wae|bae|deh|lah)"
    rf"(?:\s+(?:deh|lah|ya))*{_POLITE}\W*$",
    re.IGNORECASE,
)
"""Puts off to a day of its own: "ya udah abis lebaran aja"."""
_AGAIN_THEN = re.compile(
    r"^\W*(?:(?:ok|oke|ya|eh|duh|maaf|u?dah|udh|ya ?udah|kak|min)\W+)*(?:besok|bsk|sesuk|isukan|lusa"
    r"|kapan-?kapan|minggu depan)"
    rf" (?:lagi|maneh|deui)(?:\s+(?:we|weh|wae|bae))?{_POLITE}{_THANKS}\W*$",
    re.IGNORECASE,
)
_WANTED_NO_MORE = re.compile(
    r"\b(?:usah|gausah|sah|jadi|gajadi|batal|forget it|never ?mind|don'?t bother|let'?s not)\b", re.IGNORECASE
)
_ANOTHER_DAY = re.compile(
    r"^\W*(?:(?:ok|oke|ya|yo|eh|duh|maaf|jadi|kalau gitu|mungkin|maybe)\W+)*(?:besok|bsk|besuk|bisuak|isuak|beko"
    r"|sesuk|isukan|lusa|(?:minggu|pekan|bulan|bln) depan|malam nanti|nanti (?:malam|sore|siang)|tomorrow|tonight"
    r"|next (?:week|month))"
    r"(?:\s+(?:aja|saja|se|sajo|wae|bae|mawon|we|lagi|deh|lah|dah|ya|then|instead))+\W*$",
    re.IGNORECASE,
)
"""Puts off to a day: "kk alun ado di ambo, bisuak se"."""
_NOT_NOW = re.compile(
    r"\b(?:aja|saja|deh|lah|wae|bae|weh?|mawon|deui|maneh|meneh|lain kali|kapan-?kapan|later|not now)\b", re.IGNORECASE
)
"""Puts off whatever follows: "nanti saja, saya bicarakan dulu"; "ntar dulu, nanya istri" only asks to wait."""
_OTHER_FIRST = re.compile(
    r"\b(?:nanti|ntar|entar|belakangan|later)\b.*\b(?!nanti|ntar|entar)\w{4,}\s+(?:dulu|dl|duluan|first)\W*$"
    r"|^\W*(?:\w+\W+){0,4}(?:yang tadi|yg tadi)\s+(?:dulu|dl|duluan)\W*$",
    re.IGNORECASE,
)
"""What was begun before comes first: "nanti aja, antriannya dulu"."""
_BACK = r"\b(?:balik|kembali|back|bali|lanjut(?:kan|in)?|terus(?:kan|in)?|go on|continue)\b.{0,12}\b"
_RETURNS = re.compile(rf"{_BACK}(?:(?:yang|yg|sing|nu) (?:tadi|awal)\b|what we\b|where we were)", re.IGNORECASE)
"""To what was talked of before this: "oke balik ke yang tadi"."""
_RETURNS_TO_COMPLAINT = re.compile(
    rf"{_BACK}(?:(?:nge)?lapor\w*|pengaduan\w*|aduan\w*|komplain\w*|(?:my|the) (?:complaint|report))", re.IGNORECASE
)
_WAIT = re.compile(
    r"^(?:[^.!?,]{0,40}[.!,])?\W*(?:(?:ok|oke|ya|eh|duh|maaf|sorry|hmm+|halo|mas|mba|mbak|kak|pak|bu"
    r"|nggih|inggih|enggih|muhun|yo|baik)\W+)*"
    r"(?:(?:nanti|ntar|ntr|nti|entar)\s+(?:dulu|dlu|dl)\b|bentar|sebentar|bntar|tunggu(?:in)?\b|sek\b"
    r"|sik\b|sekedap|antos|sakedap"
    r"|wait(?!\W+(?:\w+\W+)?(?:is|are|do|does|did|can|could|will|so|what|how|when|why|which|who)\b)"
    r"|(?:(?:nanti|ntar|entar|mangke|mengke|engke|mgko|biar|mau|pi|ta|dulu)\W+)+(?:(?:saya|aku|sy|gw|gue"
    r"|sa|kulo|kula|abdi|ulun|tak|beta|i)\W+)?"
    r"(?:ku|di)?(?:tanya|tny|nanya|takon|tanglet|taroskeun|rembug|rembukan|rundingan|runding|diskusi"
    r"|bicara|omong|obrol|ngobrol|pikir|mikir"
    r"|cari|cek)(?:i|in|an|kan|ke|kin)?\b"
    r"|(?:(?:saya|sy|aku|gw|gue|tak|sa)\W+)?(?:mau\W+)?pikir\w*(?:-?pikir|2)?\s+(?:dulu|dl|heula|sek|disik)\b"
    r"|think about it|let me think"
    r"|hold on|one (?:moment|second|sec)|give me a (?:moment|minute|second|sec)|just a (?:moment|minute|sec\w*)"
    r"|(?:saya|aku|sy|gw|gue|tak|let me|i(?:'ll| will| need to))\s+(?:mau\s+)?"
    r"(?:tanya|nanya|cari|ambil|cek|liat|lihat|tanyain|ask|find|get|check|look)\w*\s+"
    r"(?:dulu|dl|suami|istri|anak|ibu|bapak|my|for|it|first)\b)",
    re.IGNORECASE,
)
_NOT_AFTER_ALL = (  # "not after all" in the languages of the country; the nearest of them resemble no intent
    r"(?:(?:o?ra|gak?|nggak|ndak|mboten)\s*(?:sid(?:h?o|a)|sios|estu)|(?:teu|moal|henteu)\s*(?:janten|tulus|sios)"
    r"|(?:teu|moal|indak|ndak|dak|kada|tra|tara|trada|seng|tusing|sing|tusi)\s*jadi|w?urung)"
)
_AFTERWARDS = r"aja|saja|deh|dah|lah|dong|ya|kak|min|lapor|laporannya|daftar|daftarnya|pak|bu|kok|it"
_BECAUSE = r"soalnya|krn|karena|amargi|mergo|takut|saya takut|wedi|ajrih|sieun|takuik|males|malas|because|i'm afraid"
_FORGET_IT = (
    r"(?:forget|never ?mind|skip|drop)\s+(?:about\s+)?(?:the|this|that|my)\s+(?:whole\s+)?(?:book\w*|number|queue"
    r"|appointment|regist\w*|sign-?up|complaint|report|change|form|application|instal\w*)\b"
    r"|lupa(?:kan|in)\s+(?:aja |saja |soal |dulu )*(?:antre\w*|antri\w*|nomor\w*|pendaftaran\w*|laporan\w*|pengaduan\w*"
    r"|perubahan\w*|cicilan\w*|booking\w*)"
)
"""Names what is begun, and that it is not wanted: "forget the booking, I'll walk in"."""
_WHY_NOT = re.compile(
    r"^\W*(?:(?:ter(?:lalu)?|malah|kok|jadi|saya|sy|aku|gw|gue|kayaknya|soalnya|keburu|too|it's|i'm|so|very)\W+)*"
    r"(?:ribet|repot|rumit|susah|males\w*|malas\w*|ca?pe[ek]?|capai|lama|kelamaan|pusing|bingung|takut|ragu|percuma"
    r"|(?:me)?ngantuk|lapar|laper|sibuk|sleepy|hungry|sia-?sia|buang waktu|nanti ribut|(?:ga|gak|nggak"
    r"|tidak|tdk) (?:penting|sempat|sempet|ada waktu|ngaruh|guna)"
    r"|complicated|too much (?:work|trouble|hassle)|hassle|pointless|tired|busy|afraid|scared)"
    r"(?:\s+(?:banget|bgt|amat|sekali|ah|deh|sih|lah|kak|min|pak|bu|aja|saja|juga|urusannya|prosesnya))*\W*$",
    re.IGNORECASE,
)
"""Why something is not wanted after all, and no other answer in its place."""
_GIVES_UP = re.compile(
    r"^\W*(?:(?:eh|aduh|waduh|haduh|duh|wah|yah|hmm+|maaf|sorry|actually|ya|yo|yowes|ya ?udah|udah|uwis|wis|wes|atuh|ok"
    r"|oke|okay|hm|well)\W+)*"
    rf"(?:(?:(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu|kada)\s*jadi|{_NOT_AFTER_ALL}"
    r"|batal(?:in|kan|aja)?|never ?mind|forget it)"
    rf"(?:\W+(?:{_AFTERWARDS}|wae|bae|ae|mawon|atuh|we|sajo|haja))*"
    rf"\W+(?:{_BECAUSE}|bisi|beko|(?:nanti|ntar|mengko|mangke|engke)\s+(?:malah|bahkan|kalah))\b"
    r"|(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu)\s*jadi(?:\s+(?:deh|dulu|aja|saja|ah|lah))?\s*[,.]\s.*"
    r"\b(?:soal(?:nya|e)|h?abis(?:nya|e))\b"
    rf"|{_NOT_AFTER_ALL}(?:\W+(?:{_AFTERWARDS}|wae|bae|ae|mawon|atuh|we|sajo|haja|mas|mbak|kang|uda))*\W*$"
    r"|(?:ga|gak|nggak|ngga|tidak|tdk|belum|blm|ora|teu) ?(?:usah|perlu|sah) (?:di|nge)?(?:lapor|lanjut|terus)\w*"
    r"|(?:ga|gak|nggak|ngga|tidak|tdk|ora|teu) ?(?:usah|perlu|sah) (?:di)?(?:catat|catet|adu|proses)(?:kan|in|nya)?\b"
    r"(?!\W+(?:nama|identitas|nik|nomor|no|hp|alamat|saya|aku|gw|data)\w*\b)"
    r"|(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu) ?jadi\W+(?:(?:mau|buat|bikin|ikut)\W+)*"
    r"(?:(?:di|nge|me)?lapor(?:in|kan)?|komplain|komplen|(?:meng|nga)?adu|laporan|aduan|pengaduan)\b"
    r"(?!\W+(?:ke|polisi|rt|rw|sama)\b)"
    r"|(?:jangan|jgn) (?:di)?(?:lapor|lanjut)\w* (?:dulu|dl)\b|don'?t report (?:it|this)\b"
    rf"|{_FORGET_IT})"
    r"|\w\W*[.,!]\s*(?:batal(?:kan|in)?|stop)\s+(?:aja|saja|wae|bae|ae)(?:\s+(?:ya|deh|dong|lah|ah|pak|bu"
    r"|min|kak))*\W*$"
    r"|^\W*(?:(?:aduh|duh|ya|udah|sudah|ok|saya|aku|i|ah)\W+)*(?:(?:me)?nyerah|give up)"
    r"(?:\W+(?:deh|dah|aja|saja|lah|saya|aku|ah|kak|min|pak|bu|already))*\W*$",
    re.IGNORECASE,
)
"""With its reason, or named; a bare "ga jadi" is an intent of its own."""
_DROPS = re.compile(
    r"^\W*(?:(?:eh|aduh|waduh|duh|wah|yah?|yo|iya|hm+|ok|oke|okay|baik|baiklah|maaf|u?dah|udh|sudah|sdh|wis|ya ?udah"
    r"|ya sudah|kalau gitu|kalo gitu|kl gitu|gitu|nggih|well|no|then|sorry)\W+)*"
    r"(?:(?:ga|gak|gk|g|nggak|ngga|enggak|engga|ngak|tidak|tdk|ndak|nda|ndah|ora|teu|henteu|mboten|kada"
    r"|indak|jangan|jgn"
    r"|belum|blm|dak)(?:\s*(?:usah|perlu|jadi|sah|kedah|sida)\b|(?=\s+(?:dulu|dl|heula|riyin|disik|sek)\b))"
    r"|(?:jangan|jgn|ojo|ulah)(?=\s+(?:di)?(?:pindah|ganti|ubah|rubah|turun|naik|ambil|proses|ajukan|daftar))"
    r"|batal|gausah|gajadi|ra ?sah|not now|let'?s not|don'?t bother|leave it|forget it|never ?mind|no need)"
    r"(?:\W*\b(?:di)?(?:pindah|ganti|ubah|rubah|turun|naik|daftar|ambil|lapor|kirim|lanjut|proses|urus|ajukan|antre"
    r"|antri)\w*(?:\s+(?:kelas|faskes|data|antrean|antrian|nomor|puskesmas))?)?"
    r"(?:\W+(?:dulu|dl|deh|dah|lah|aja|saja|wae|bae|ae|ya|kok|kak|min|mas|mbak|pak|bu|bang|sekarang|skrg|dong|heula"
    r"|riyin|disik|sek|atuh|ah|makasih|terima kasih|trims|nuhun|suwun|it|that|yet|thanks|thank you))*"
    r"(?:\W+(?:masih|takut|soalnya|karena|krn|ribet|repot|males|malas|because|(?:(?:nomor|nomer|no|alamat"
    r"|e-?mail|data|faskes"
    r"|kelas|yang|yg)\W+)+(?:lama|sekarang)|the old)\b[\w ]{0,40})?\W*$",
    re.IGNORECASE,
)
"""Behind what was read back: "ya sudah, tidak usah dulu", "nggak dulu deh"."""
_PUTS_OFF = re.compile(
    r"^\W*(?:\w+\W+){0,2}(?:belum|blm)\b|\b(?:dulu|dl|nanti|ntar|entar|besok|lusa|minggu depan|tunggu|nunggu|yet|later"
    r"|tomorrow|wait)\b",
    re.IGNORECASE,
)
"""Of what is given up: only for now."""
_OLD_STAYS = re.compile(r"\b(?:lama|masih|msh|tetap|tetep|tetp|old|still|keep)\b", re.IGNORECASE)
"""Of what there was: it does, so that nothing is to change."""
_FOR_GOOD = re.compile(r"\b(?:jadi|batal\w*|never ?mind|forget)\b", re.IGNORECASE)
_AS_IT_IS = re.compile(
    r"^\W*(?:(?:eh|ya|yah|ya ?udah|u?dah|udh|sudah|sdh|ok|oke|kalau gitu|kalo gitu|maaf|kok|hmm+)\W+)*"
    r"(?:biar(?:in|kan|no|ke)?|tetap|tetep|tetap(?:kan)?|balik(?:in)?|keep|leave)\s+"
    r"(?:aja |saja |dulu |pakai |pake |di |ke |yang |yg |the |it )*(?:seperti |kayak |kaya )?"
    r"(?:lama|sekarang|semula|awal|begini|begitu|gini|gitu|ini|apa adanya|old one|as it is|as is)"
    r"(?:\s+(?:aja|saja|deh|dulu|lah|ya|wae|bae|kak|min|pak|bu))*\W*$"
    r"|^\W*(?:(?:eh|ya|ya ?udah|u?dah|sudah|ok|oke)\W+)*(?:yang|yg)\s+(?:lama|sekarang|semula|awal)\s+(?:aja|saja)\W*$",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[.,;!]\s+|\s+(?:jadi|so)\s+(?=(?:ga|gak|tidak|jangan|biar|don)\b)", re.IGNORECASE)
_LEAVES_BE = re.compile(
    r"\b(?:biar(?:in|kan|kno|no)?\s+(?:aja|saja|dulu|deh|lah|wae|bae|begitu|gitu)|biarin|biarkan|ga jadi|gak jadi"
    r"|nggak jadi|tidak jadi|jangan|jgn|ga usah|gak usah|gausah|nanti|ntar|leave it|keep it|never ?mind)\b",
    re.IGNORECASE,
)
_STAYS = re.compile(
    r"\b(?:biar(?:in|kan)?|tetap(?:in|kan)?|tetep|jangan|jgn|(?:ga|gak|nggak|tidak|tdk) ?(?:usah|jadi|perlu)|balik"
    r"|keep|stay)\b",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"^\W*(?:(?:eh|ya|yah|ya ?udah|u?dah|udh|sudah|sdh|ok|oke|aduh|maaf|hmm+|no)\W+)*"
    r"(?:(?:biar(?:in|kan|no|ke)?|tetap(?:in|kan)?|tetep|keep|simpan)\b|(?:jangan|jgn|ojo|ulah|don'?t)\b"
    r"|(?:ga|gak|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu|belum|blm)\s*(?:jadi|usah|perlu)\b)",
    re.IGNORECASE,
)
_DETAIL = re.compile(
    r"\b(?:alamat|telepon|telpon|telp|tlp|buka|tutup|kontak|address|phone|hours)(?:nya|na|ne)?\b", re.IGNORECASE
)
"""What is asked about one of a list is no choice of a button: "yang kedua alamatnya"."""
_WAIT_WORDS = 10
_NUMBER = re.compile(r"\d{3}")
"""Who says "bentar, yang benar 0813…" has it at hand."""
_ASKS_TOO = re.compile(
    r"[,.]\s*(?=.*\b(?:berapa|brp|gimana|gmn|bagaimana|kapan|apa(?:kah)?|dimana|di mana|kemana|how|what|when|where)\b)",
    re.I,
)
"""Behind the "bentar," stands a question."""
_RESIGNED = re.compile(
    r"^\W*(?:(?:ya|yo|yah|oh|oke?|hmm+)\W*)*(?:u?dah|udh|sudah|sdh|wis)(?:\W+(?:deh|lah|aja|kalau|kalo"
    r"|klo|gitu|begitu|gpp|gapapa"
    r"|makasih|terima kasih|trims|kak|min|pak|bu))*\W*$",
    re.IGNORECASE,
)
ANSWERS = frozenset({"inform", "affirm", "deny"})
"""Intents of buttons that answer an open question."""


SURE_YES, SURE_BACK = 0.6, 0.4
"""How sure a longer message must be a yes, and one a step back; below it only resembles one."""
_FEW = 3


_NO_YES = re.compile(
    r"^\W*(?!(?:y[ae]?|iya|yup|ok|oke|okay|betul|benar|bener|setuju|yes|yeah|sure|sip|siap|nggih|enggih|muhun|leres)\b)"
    r"(?:.*\b(?:jam|pukul|pkl|at)\s*\d|.*\b(?:sudah|udah|udh|dah|have|already)\s+(?:di)?(?:konfirmasi"
    r"|verifikasi|confirm|verif)"
    r"|ini saya\b)",
    re.IGNORECASE,
)
"""An hour that is wished for ("jam 9 tepat ya"), or a page that is done, is no yes to what was read back."""


def no_yes_by_chance(reading: Reading) -> None:
    """ "terus istri ikut ke situ juga to" where a yes is waited for: more than a word or two, and hardly a yes, so that
    it counts for what else it says; so does what is told of a language.
    """
    longer = not reading.pressed and len(reading.text.split()) > _FEW
    affirms = reading.confirming and longer and reading.intent == "affirm"
    by_chance = affirms and (reading.confidence < SURE_YES or _NO_YES.search(reading.text) is not None)
    if by_chance or tells_of_language(reading):
        intent = {"name": "inform", "confidence": reading.confidence}
        reading.tracker.latest_message = {**(reading.tracker.latest_message or {}), "intent": intent}


def gives_up(reading: Reading) -> bool:
    """ "gak jadi deh takut dipersulit": what was begun is not wanted any more."""
    return not reading.pressed and _GIVES_UP.search(reading.text) is not None


def drops(reading: Reading) -> bool:
    """ "ya sudah, tidak usah dulu", "jangan didaftarkan dulu, saya bilang suami dulu": what was read back is not to be
    done; a bare "tidak" only corrects it.
    """
    first, _, behind = reading.text.partition(",")
    reason = _PUTS_OFF.search(behind) or _OLD_STAYS.search(behind)
    put_off = _DROPS.match(first) is not None and reason is not None
    return not reading.pressed and (put_off or _DROPS.match(reading.text) is not None)


def only_for_now(reading: Reading) -> bool:
    """ "belum usah lapor, saya tunggu sampai besok": given up, and perhaps taken up again."""
    return _PUTS_OFF.search(reading.text) is not None and not _FOR_GOOD.search(reading.text)


def leaves_as_it_is(reading: Reading) -> bool:
    """ "kok jadi repot, biar yang lama saja, tidak usah diganti": ends with the wish that nothing changes."""
    if reading.pressed:
        return False
    clause = _CLAUSES.split(reading.text.strip(" .!"))[-1]
    return any(found.match(text) for found in (_DROPS, _AS_IT_IS) for text in (clause, reading.text))


def wants_it_to_stay(reading: Reading) -> bool:
    """ "biar mandiri saja", "ga usah deh, tetap kelas 1": what is named shall stay; where it is what they have."""
    return not reading.pressed and _STAYS.search(reading.text) is not None


def keeps(reading: Reading) -> bool:
    """ "eh jangan dulu, nanti kambuh bagaimana": begins with the wish that nothing is done."""
    clause = "" if reading.pressed else _CLAUSES.split(reading.text.strip(" .!"))[0]
    return _KEPT.match(clause) is not None


def goes_back(reading: Reading) -> bool:
    """The member takes the last answer back, and not only by chance."""
    return reading.intent == "go_back" and (reading.pressed or reading.confidence >= SURE_BACK)


def leaves_be(text: str) -> bool:
    """ "ya udah biar aja": begins like a yes, and wants nothing to change."""
    return _LEAVES_BE.search(text) is not None


def says_go_on(reading: Reading) -> bool:
    """ "lanjut": back to the open question."""
    return _GO_ON.match(reading.text) is not None


def says_why(reading: Reading) -> bool:
    """A bare "kenapa ga bisa": the reason stands in the answer that is asked about."""
    return not reading.pressed and _WHY.match(reading.text) is not None


def says_skip(reading: Reading) -> bool:
    """ "lewati": the question is not to be answered."""
    return _SKIP.match(reading.text) is not None


def says_later(reading: Reading, *, story: bool = False) -> bool:
    """ "nanti aja deh", "belum minta rujukan. nanti aja": not now, perhaps another time; at the end of a ``story``
    these words belong to it.
    """
    clauses = [] if story else re.split(r"[.,;!]\s+", reading.text.strip(" .!"))
    said = (reading.text, *clauses[-1:])
    after_that = reading.confirming and any(map(_AFTER_THAT.match, said))  # elsewhere "abis magrib aja" may answer
    later = after_that or any(map(_LATER.match, said))
    if not asks_something(reading.text):  # "nanti aja. berapa sih iurannya?"
        later = later or any(_LATER.match(part) and _NOT_NOW.search(part) for part in clauses)
        later = later or any(map(_GOES_ON_LATER.search, said))
    return not reading.pressed and (later or _OTHER_FIRST.search(reading.text) is not None)


def goes_on_later(reading: Reading) -> bool:
    """ "nanti saya isi abis maghrib": it is still wanted, only not now."""
    return not (reading.pressed or asks_something(reading.text)) and _GOES_ON_LATER.search(reading.text) is not None


def another_time(text: str) -> bool:
    """ "besok lagi aja ya, ngantuk": to go on then, and no day that answers a question."""
    first, *rest = re.split(r"[.,;!]\s+", text.strip(" .!"))
    return _AGAIN_THEN.match(first) is not None and all(map(only_why, rest))


def not_wanted(reading: Reading) -> bool:
    """ "udah ga usah aja", which is no answer to a question of yes or no either; "ga perlu" may be one."""
    return drops(reading) and _WANTED_NO_MORE.search(reading.text) is not None


def only_why(clause: str) -> bool:
    """ "ribet", "males banget": a clause by itself that only says why something is not wanted."""
    return _WHY_NOT.match(clause) is not None


def only_later(clause: str) -> bool:
    """ "nanti sajo": a clause by itself that only says not now."""
    return _LATER.match(clause) is not None


def puts_off(clause: str) -> bool:
    """A clause by itself that says not now, or not at all."""
    return any(pattern.search(clause) for pattern in (_LATER, _DROPS, _PUTS_OFF, _KEPT))


def another_day_then(reading: Reading) -> bool:
    """ "kk nya belum ada di saya, besok saja": another day, where no day is asked for."""
    clauses = re.split(r"[.,;!]\s+", reading.text.strip(" .!"))
    return not reading.pressed and _ANOTHER_DAY.match(clauses[-1]) is not None


def says_return(reading: Reading, most: int = 99) -> bool:
    """ "oke balik ke yg tadi", in so many words at ``most``: what was interrupted goes on."""
    if len(reading.text.split()) > most:
        return False
    complains = (reading.form or "").startswith("complaints_")
    to_complaint = not complains and _RETURNS_TO_COMPLAINT.search(reading.text)
    return not reading.pressed and bool(to_complaint or _RETURNS.search(reading.text))


def says_wait(reading: Reading) -> bool:
    """ "bentar ya, saya tanya suami dulu": the answer takes time, and is coming."""
    short = len(reading.text.split()) <= _WAIT_WORDS and "?" not in reading.text and not _NUMBER.search(reading.text)
    waits = _WAIT.search(reading.text) is not None and not _ASKS_TOO.search(reading.text)
    return not reading.pressed and short and waits


def says_resigned(reading: Reading) -> bool:
    """ "ya udah": no answer is coming."""
    return not reading.pressed and _RESIGNED.match(reading.text) is not None


def says_change(reading: Reading) -> bool:
    """ "ubah", and nothing about what: the last answer, or a choice of which."""
    return not reading.pressed and _CHANGE.match(reading.text) is not None


async def numbered_choice(reading: Reading) -> dict[str, object] | None:
    """The button of the bot's last message that a typed "2" or "yang kedua" means, as a message."""
    number = reading.ordinal
    if reading.pressed or number is None or _DETAIL.search(reading.text):
        return None
    replies = (await call(reading, "GET", "/conversations/last-answer"))["replies"]
    offered: list[dict[str, str]] = next((reply["buttons"] for reply in reversed(replies) if reply["buttons"]), [])
    index = number - 1 if number > 0 else len(offered) - 1
    return pressed(offered[index]["payload"]) if 0 <= index < len(offered) else None
