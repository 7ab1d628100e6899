"""Short messages about one's own matter that mean something only after what was said: a bare number, "per bulan"."""

import re

from bot.actions.autodebit_form import ASKS_DEBIT, bank_in
from bot.actions.contribution_payments import RECEIPTS
from bot.actions.contribution_penalty import OUTPATIENT
from bot.actions.contributions import part_of
from bot.actions.ellipsis import MOST_WORDS, elliptical
from bot.actions.installment_form import stages_in
from bot.actions.installments import PAYS_LATE
from bot.actions.membership_identification import REFERENCE_KINDS, holds_number, holds_phone, is_birth_date
from bot.actions.penalty_words import days_active, months_in
from bot.actions.personal import names_somebody
from bot.actions.plan_words import AGREES
from bot.actions.reading import Reading
from bot.actions.registration import RECEIPT
from bot.actions.said_months import SAYS_MONTH
from bot.actions.shown import shown
from bot.actions.topic import only_tells
from bot.components.date_patterns import MONTH_LONG

_ABOUT_PEOPLE = {
    "bill": "action_check_contribution",
    "payments": "action_payment_history",
    "membership": "action_check_membership_status",
    "status": "action_check_membership_status",
    "surgery": "action_surgery_schedule",
    "digital_card": "action_digital_card",
    "member_data": "action_show_member_data",
}
"""Answers that can be asked for again about somebody else of the family: "kalau anak saya?"."""
_WHERE_OR_WHEN = re.compile(
    r"\b(?:(?:di|ke) ?mana|dmn|mana|kapan|jam berapa|tanggal berapa|hari apa|where|when)\b", re.I
)
_BANKS = {"bill": "action_virtual_account", "accounts": "action_virtual_account", "autodebit": "action_autodebit"}
_FEW_DIGITS = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
SURE = 0.9
"""So sure of a wish of its own, a message is no estimate with other figures."""
_PLAIN_WORDS, TOLD_WORDS, _MOST_WORDS = 8, 6, 16
"""A statement of so many words only tells, though it names somebody."""
_WHEN_ANSWERED = re.compile(
    r"^\W*(?:yang |yg )?(?:soal|tentang|nomornya|nomernya|no(?:mor)? ?nya)\b|\b(?:kapan|paling lambat|batas\w*"
    r"|berapa lama|brp lama)\b.*"
    r"\b(?:jawab|dijawab|selesai|proses|diproses|beres|balas|dibalas|lambat|waktu\w*)\b|\b(?:when|deadline|how long)\b",
    re.I,
)
_LIGHTEST = re.compile(
    r"\b(?:paling (?:ringan|murah|kecil|lama|panjang)|teringan|termurah|terkecil|lowest|longest)\b"
    r"|^\W*(?:yang|yg|coba|ambil|pilih)?\s*\d{1,2}\s*(?:kali|x|bulan|bln|aja|saja|deh)?\W*$",
    re.I,
)
_OTHER_STAGES = re.compile(
    r"\b(?:balik|kembali|jadi|ambil|pilih|yang|kalau|kalo|klo)\s+(?:ke\s+)?(?:yang\s+)?"
    r"(?:\d{1,2}|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|dua ?belas)\b"
    r"(?!\s*(?:orang|juta|ribu|rb|jt|ratus))"
    r"|\b(?:maks\w*|paling (?:banyak|lama)|berapa kali)\b.*\b(?:berapa|brp|banyak|maks\w*|bisa)\b",
    re.I,
)
_EACH_TIME = re.compile(
    r"^\W*(?:(?:itu|jadi|jd|terus|trus|so)\W+)*(?:(?:berapa|brp|piro) (?:kali|x|bulan)"
    r"|(?:se|per ?)bulan(?:nya)?(?:\W+(?:jadi|jd|itu))*\W+(?:berapa|brp|piro)|how (?:many times|much a month))\b",
    re.I,
)
_PARTS = re.compile(
    r"\bkok (?:bisa )?(?:banyak|besar|gede|mahal|tinggi|se(?:gitu|gini|banyak|besar))|\b(?:itu )?(?:buat"
    r"|untuk) siapa (?:aja|saja)\b"
    r"|\bwhy so (?:much|high)\b|\bfor whom\b",
    re.I,
)
_WHICH_BOOKING = re.compile(
    r"^\W*(?:kalau |kalo |klo )?(?:yang|yg|sing|nu|the one)\s+(?:di |ke |at )?(?:puskesmas|puskes|pkm|rs\w*"
    r"|rumah sakit|klinik|hospital|clinic)\b",
    re.I,
)
_ALL_OF_IT = re.compile(r"\b(?:di)?bayar(?:nya)? (?:semua\w*|segitu|penuh)\b|\bpay (?:all|everything)\b", re.I)
_PAY_WITH = re.compile(
    r"\b(?:bayar\w*|byr|pay\w*)\b.{0,20}\b(?:pakai|pake|pk|lewat|lwt|via|with|by)\s+(?:bank\s+|va\s+)?"
    r"(?:mandiri|bri|bni|bca|btn|bsi)\b",
    re.I,
)
_PAY_WHERE = re.compile(
    r"\bbayar(?:nya)?\s+(?:di ?mana|ke ?mana|dmn|kmn|lewat (?:mana|apa)|pakai apa|gimana|gmn)|\b(?:where|how) (?:do"
    r"|can) i pay",
    re.I,
)
_CODE_FORGOTTEN = re.compile(
    r"\bkode(?:nya| booking\w*)?\b.*\b(?:lupa|(?:ga|gak|nggak|tidak|ndak) (?:inget|ingat|tau|tahu)|hilang|apa|berapa"
    r"|brp)\b"
    r"|\blupa kode|\bforgot (?:the|my) code",
    re.I,
)
_QUEUE = re.compile(r"\b(?:antri\w*|antre\w*|nomor|nomer|booking|jadwal|kontrol|queue|appointment)\b", re.I)
_COMPLAINT = re.compile(r"\b(?:laporan|pengaduan|aduan|komplain|complaint|report)\w*\b", re.I)
_CANCELLED = ((_QUEUE, "cancel_queue"), (_COMPLAINT, "add_to_complaint"))
_OF_A_MONTH = re.compile(
    rf"\b(?:(?:bulan|bln) (?:ini|lalu|kemarin|kemaren|kmrn)|(?:this|last) month|{MONTH_LONG})\b.*"
    r"\b(?:tanggal|tgl|kapan|berapa|brp|lewat|when|how)\b|\b(?:tanggal|tgl|kapan|berapa|brp|when|how)\b.*"
    rf"\b(?:(?:bulan|bln) (?:ini|lalu|kemarin|kemaren|kmrn)|(?:this|last) month|{MONTH_LONG})\b",
    re.I,
)
_PAID = (
    r"(?:masuk|(?:di|ke|ter)?bayar\w*|lunas|tercatat|kecatat|ada|belum|blm|sudah|udah|udh|gimana|gmn|paid|recorded"
    r"|there)"
)
_PAID_OF_A_MONTH = re.compile(
    r"^(?!.*\b(?:kok|kenapa|riwayat|operasi|antre\w*|jadwal|why)\b)"
    rf"(?:.*{SAYS_MONTH.pattern}.*\b{_PAID}\b|.*\b{_PAID}\b.*{SAYS_MONTH.pattern}"
    rf"|\W*(?:(?:kalau|kalo|klo|yang|yg|nah|terus|and|what about)\W+)+{SAYS_MONTH.pattern}\W*$)",
    re.I,
)
"""Behind payments: whether that month is paid."""
_VISITS_OF_A_MONTH = re.compile(
    r"^(?!.*\b(?:kok|kenapa|ngapain|hilang|(?:ga|gak|nggak|tidak|ndak) (?:ada|muncul|keluar)|why|missing)\b)"
    rf".*{SAYS_MONTH.pattern}",
    re.I,
)
"""What a visit was for, or why one is missing, is another question."""
_WHICH_CLASS = re.compile(
    r"\b(?:kelas|kls|class)(?:nya)?\W+(?:\w+\W+)?(?:berapa|brp|apa)\b|\b(?:which|what) class\b", re.I
)
_PLAIN = (
    ("status", _WHICH_CLASS, "action_show_member_data"),
    ("membership", _WHICH_CLASS, "action_show_member_data"),
    ("bill", _WHICH_CLASS, "action_show_member_data"),
    ("digital_card", _WHICH_CLASS, "action_show_member_data"),
    ("payments", _OF_A_MONTH, "action_payment_history"),
    ("payments", RECEIPTS, "action_payment_history"),
    ("payments", _PAID_OF_A_MONTH, "action_payment_history"),
    ("history", _VISITS_OF_A_MONTH, "action_service_history"),
    ("bill", _PARTS, "action_check_contribution"),
    ("bill", _ALL_OF_IT, "action_check_contribution"),
    ("bill", _PAY_WHERE, "action_virtual_account"),
    ("bill", _PAY_WITH, "action_virtual_account"),
    ("rehab_offer", _LIGHTEST, "action_installments"),
    ("rehab_offer", AGREES, "action_installments"),
    ("rehab_offer", _OTHER_STAGES, "action_installments"),
    ("rehab_offer", PAYS_LATE, "action_installments"),
    ("rehab_offer", _EACH_TIME, "action_installments"),
    ("autodebit", ASKS_DEBIT, "action_check_contribution"),
    ("surgery", _WHERE_OR_WHEN, "action_surgery_schedule"),
    ("queue", _WHICH_BOOKING, "action_queues_status"),
    ("queue", _CODE_FORGOTTEN, "action_queues_status"),
    ("complaint", _WHEN_ANSWERED, "complaints_status_form"),
)
"""What is shown, words about it, and the action that goes on."""
_ABOUT_DOCTORS = ("poli", "doctor", "date", "time", "facility_name")
_MUCH = re.compile(r"\b(?:berapa\w*|brp|brapa|piro|pira|pinten|sabaraha|how much)\b", re.I)
_LIKELY_WISH = 0.6
_TAKES_NUMBER = frozenset({"book_queue", "cancel_queue", "check_in_queue"})


def asks_rate(reading: Reading) -> bool:
    """ "kalau kelas 2 istri sama saya berapa" asks what a class costs so many, and nothing about a card."""
    return reading.entity("membership_class") is not None and _MUCH.search(reading.text) is not None


def told_again(reading: Reading) -> str | None:
    """The action that gives the answer on the screen once more, for oneself."""
    return {**_ABOUT_PEOPLE, "queue": "action_queues_status"}.get(shown(reading).get("kind", ""))


def plain_follow_up(reading: Reading) -> str | None:
    """The action of a message that what is shown explains, however long it is: another phone number behind one that was
    just changed; "pdf nya mana" behind payments is about their receipts, not about the card.
    """
    if holds_phone(reading) and shown(reading).get("of") == "phone":
        return "action_update_member_data"
    said = reading.text
    if len(said.split()) > _PLAIN_WORDS:
        said = re.split(r"[.!;]\s+", said)[-1]  # "sejuta lebih, waduh. kalau enam kali berapa sebulan"
    if reading.pressed or len(said.split()) > _PLAIN_WORDS or len(reading.text.split()) > _MOST_WORDS:
        return None
    kind = shown(reading).get("kind")
    if kind == "autodebit" and bank_in(reading):
        return _BANKS[kind]  # "ga punya bca, punyanya btn"
    return next((action for of, words, action in _PLAIN if of == kind and words.search(said)), None)


def asks_other_doctors(reading: Reading) -> bool:
    """ "sekalian dokter anaknya dong, barengan ga harinya" behind a schedule: hardly another wish."""
    behind = not reading.pressed and shown(reading).get("kind") == "doctors" and reading.confidence < _LIKELY_WISH
    return behind and reading.intent not in _TAKES_NUMBER and any(reading.entity(name) for name in _ABOUT_DOCTORS)


def to_cancel(reading: Reading) -> str | None:
    """The intent of a message that says what is to be cancelled, where that was asked."""
    if reading.pressed or shown(reading).get("kind") != "to_cancel":
        return None
    return next((intent for words, intent in _CANCELLED if words.search(reading.text)), None)


def personal_follow_up(reading: Reading) -> str | None:
    """The action that answers such a message; None where it is no such message."""
    if action := plain_follow_up(reading):
        return action
    if not reading.pressed and RECEIPT.search(reading.text):
        return "action_register"
    kinds = {item["kind"] for item in reading.metadata.get("identifiers") or []}
    if holds_number(reading) or kinds & REFERENCE_KINDS or is_birth_date(reading):
        return "action_membership_typed"
    kind = shown(reading).get("kind")
    told = only_tells(reading.text, TOLD_WORDS)  # "ga ada uang soalnya suami di phk" asks for nobody's bill
    somebody = (reading.entity("relation") and not told) or names_somebody(reading)
    if (
        kind in _ABOUT_PEOPLE
        and not asks_rate(reading)
        and (somebody or (kind == "surgery" and _WHERE_OR_WHEN.search(reading.text)))
    ):
        return _ABOUT_PEOPLE[kind]
    if kind == "privacy" and somebody:
        return "action_show_member_data"  # "yang anak saya?" behind what is kept of oneself
    return _other_part(reading, kind)


def _other_part(reading: Reading, kind: str | None) -> str | None:
    """The same answer about another part: a day, a month, a bank, a figure."""
    if kind == "doctors" and any(reading.entity(name) for name in _ABOUT_DOCTORS):
        return "action_doctor_schedule"
    if kind == "bill" and part_of(reading.text):
        return "action_check_contribution"
    if kind in _BANKS and (reading.entity("bank") or bank_in(reading)):
        return _BANKS[kind]
    if kind == "rehab_offer" and figures_for_estimate(reading):
        return "action_installments"
    return "action_estimate_penalty" if kind == "penalty" and figures_for_estimate(reading) else None


def figures_for_estimate(reading: Reading) -> bool:
    """Other figures for the estimate on the screen, whatever the words resemble: "klo 6 berapa", "10 bulan"."""
    kind = shown(reading).get("kind")
    stages = not reading.pressed and (stages_in(reading) or _FEW_DIGITS.search(reading.text))
    return bool(stages) if kind == "rehab_offer" else kind == "penalty" and names_figures(reading)


def of_a_month(reading: Reading) -> bool:
    """ "kalo september?" behind the history of care: its visits of that month; "desember sudah masuk?" of payments."""
    if not reading.pressed and shown(reading).get("kind") == "payments" and _PAID_OF_A_MONTH.search(reading.text):
        return len(reading.text.split()) <= _PLAIN_WORDS
    behind = not reading.pressed and shown(reading).get("kind") == "history"
    return behind and elliptical(reading) and _VISITS_OF_A_MONTH.search(reading.text) is not None


def names_figures(reading: Reading) -> bool:
    """A cost, a number of months or the kind of care: what an estimate of the fine is made from."""
    since = days_active(reading)
    figure = reading.entity("amount") or months_in(reading) or OUTPATIENT.search(reading.text) or since
    return not reading.pressed and figure is not None


def other_estimate(reading: Reading) -> bool:
    """ "kalo 60 juta nunggak 2 tahun" behind an estimate: the same with other figures, whatever it resembles."""
    other_wish = reading.confidence >= SURE and reading.intent != "inform"
    return (
        len(reading.text.split()) <= MOST_WORDS
        and not other_wish
        and shown(reading).get("kind") == "penalty"
        and names_figures(reading)
    )
