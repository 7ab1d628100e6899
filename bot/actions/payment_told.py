"""What members tell of a payment that was looked up: where, when and how much; a report begins with it."""

import re
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.complaint_reports import says_report_now
from bot.actions.further_questions import questions
from bot.actions.money_words import PAID, PERSON, REPORT, bank_of, buttons
from bot.actions.payment_complaint import told_amount
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.shown import shown
from bot.actions.texts import Say
from bot.actions.topic import asks_something
from bot.actions.turns import heard, pressed
from bot.actions.verify import WAITING
from bot.components.normalise import lexicon
from bot.components.values import bank

TROUBLE = "contributions_trouble"
"""Slot: the member's words about a payment that seems lost."""
_LOOKED_UP = "payment_"
"""Begins what ``shown`` says that a payment check is of."""
_CHECK, _REPORTS = "action_payment_trouble", "report_now"
"""The action that looks for a payment, and the question further that asks for a report."""
MOST_WORDS = 16
_STUPID = "bodoh"
"""The word for which all such insults stand in the lexicon."""
INSULTED = 0.2
"""How sure the second meaning of a message must be for it to be answered with regret."""
_PLACE = (
    r"(?:indomar\w*|alfa\w*|minimarket|kantor pos|pos|atm|bank|teller|m-?banking|brimo|livin|bri|bni|mandiri|btn|bca"
    r"|bsi|qris|gopay|ovo|dana|shopee\w*|tokopedia|link ?aja|agen\w*|kader|transfer|tf|trf|va"
    r"|virtual account|autodebit\w*)"
)
_PAID = r"(?:(?:(?:di|ku|tak)?bayar|byr|setor|transfer|tf|lunasi)(?:nya|kan|in)?|paid|payment)"
_PROOF = r"(?:struk|bukti|kuitansi|kwitansi|resi|nota|screenshot|receipt|proof)\w*"
_HAVE = r"(?:ada|masih|punya|simpan|disimpan|hilang|ilang|kebuang|(?:sama|di) saya|have|kept|lost)"
_FACT = re.compile(
    rf"\b{_PAID}\b.{{0,40}}\b(?:lewat|lwt|via|pakai|pake|di|dari|at|by|with|through|from)\s+(?:\w+\s+){{0,2}}?{_PLACE}\b"
    rf"|\b(?:bukan|bkn|not)\s+(?:di\s+|lewat\s+|via\s+)?{_PLACE}\b.{{0,12}}\b{_PLACE}\b"
    rf"|^\W*(?:\w+\W+){{0,3}}?(?:lewat|lwt|via|at|through)\s+{_PLACE}\b"
    rf"|\b{_PROOF}\b.{{0,16}}\b{_HAVE}\b|\b{_HAVE}\b.{{0,12}}\b{_PROOF}\b"
    r"|\b(?:jumlah|nominal|besar|totale?|amount)(?:nya)?\b.{0,12}\d",
    re.IGNORECASE,
)
_WHEN = re.compile(rf"\b{_PAID}\b", re.IGNORECASE)
_TO_COME = re.compile(
    r"\b(?:mau|ingin|pengen|akan|nanti|ntar|besok|harus|bisa|boleh|(?:belum|blm)\s+(?:(?:saya|sy|aku|sempat|di)\s*)?(?:bayar|byr|setor|transfer|lunas\w*)|jangan|cara|tolong|cek|kalau|kalo|klo|misal\w*"
    r"|want|will|can|how|if)\b|\b(?:aja|saja|deh)\W*$",
    re.IGNORECASE,
)


_CALLED_OFF = re.compile(
    r"^\W*(?:(?:eh|oh|ya|ya ?udah|udah|ok|oke|kalau gitu|kalo gitu|aduh|hmm+)\W+)*"
    r"(?:(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu)\s*(?:jadi|usah)|batal\w*|cancel|forget)\W+"
    r"(?!(?:di|nge)?lapor)(?:\w+\W+){1,3}?(?=(?:laporin|laporkan|lapor|bikin|buat|report|langsung)\b)",
    re.IGNORECASE,
)
"""Something else is called off before the report is asked for."""


def told_in_anger(reading: Reading, say: Say) -> list[EventType] | None:
    """ "BOT TOLOL, gua transfer 300 ribu lewat BRI": one sentence of regret; what is told goes into the report."""
    if reading.pressed or reading.form or not _looked_up(reading) or not _is_fact(reading):
        return None
    say("utter_abuse_payment", buttons=buttons(say, report=REPORT, person=PERSON))
    return _kept(reading)


def _looked_up(reading: Reading) -> bool:
    return bool(_was_checked(reading) or shown(reading).get("payment"))


def _was_checked(reading: Reading) -> bool:
    waits = reading.slot(TROUBLE) and reading.slot(WAITING) == _CHECK
    return bool(waits or str(shown(reading).get("of") or "").startswith(_LOOKED_UP))


def told_of_payment(reading: Reading, say: Say) -> list[EventType] | None:
    """Keeps "bayarnya kemarin lewat indomaret" for the report, or begins that where it is wished for."""
    if reading.pressed or reading.form or not _looked_up(reading):
        return None
    if (begun := report_taken_up(reading)) is not None:
        return begun
    if len(reading.text.split()) > MOST_WORDS or asks_something(reading.text) or not _is_fact(reading):
        return None
    if not (_was_checked(reading) or _FACT.search(reading.text)):
        return None  # "kemarin sudah saya bayar" behind the bill: it is looked for first
    kept = _kept(reading)
    if _insults(reading):
        say("utter_abuse_payment", buttons=buttons(say, report=REPORT, person=PERSON))
    elif (differs := _is_another(reading)) is not None:
        found = shown(reading)["payment"]
        facts: dict[str, Any] = {"told": reading.text.strip(), "amount": say.rupiah(float(found["amount"] or 0))}
        ways = buttons(say, report=REPORT, person=PERSON)
        say(f"utter_payment_told_{differs}", buttons=ways, bank=bank_of(say, found["bank"]), **facts)
    else:
        say("utter_payment_told", buttons=buttons(say, report=REPORT, person=PERSON))
    return kept


def _is_another(reading: Reading) -> str | None:
    """How what is told differs from the payment that was found: another bank or amount is another payment (``other``);
    where only the amount differs and the bank is the same, one of both may be meant (``amount``).
    """
    found = shown(reading).get("payment") or {}
    named, told = bank(reading.entity("bank") or ""), told_amount(reading.text)
    if named and found.get("bank") and named != bank(str(found["bank"])):
        return "other"
    if not (told and found.get("amount") and told != int(float(found["amount"]))):
        return None
    return "amount" if named else "other"


def _insults(reading: Reading) -> bool:
    """Whether a message that tells of the payment insults us as well, by what else it may mean."""
    if any(lexicon().get(word) == _STUPID for word in re.findall(r"\w+", reading.text.lower())):
        return True
    sure = next((r.get("confidence") for r in reading.ranking if r.get("name") == "abuse"), 0.0)
    return float(sure or 0.0) >= INSULTED


def paid_words(reading: Reading, payload: str) -> list[EventType]:
    """Keeps the words of "tapi kemarin sudah saya bayar", which looks for the payment, for a report."""
    return [SlotSet(TROUBLE, reading.text.strip())] if payload == PAID and not reading.slot(TROUBLE) else []


def report_taken_up(reading: Reading) -> list[EventType] | None:
    """The report of a payment that was talked of: "oke lanjutkan laporannya, jumlahnya 300 ribu", "gak jadi autodebit,
    laporin pembayaran yang tadi".
    """
    told, seen = reading.slot(TROUBLE), shown(reading).get("payment")
    if reading.pressed or not (told or seen) or len(reading.text.split()) > MOST_WORDS:
        return None
    called_off = _CALLED_OFF.match(reading.text)
    wished = questions()[_REPORTS].asked_in(reading.text[called_off.end() :] if called_off else reading.text)
    if not (wished or says_report_now(reading)):
        return None
    report = REPORT if told else press("check_contribution", value="complain")
    return [*(_kept(reading) if _is_fact(reading) else []), *heard(reading, pressed(report) or {})]


def _kept(reading: Reading) -> list[EventType]:
    return [SlotSet(TROUBLE, "\n".join(part for part in (reading.slot(TROUBLE), reading.text.strip()) if part))]


def _is_fact(reading: Reading) -> bool:
    if _TO_COME.search(reading.text) and not questions()[_REPORTS].asked_in(reading.text):
        return False
    named = reading.entity("date") or reading.entity("amount")
    return _FACT.search(reading.text) is not None or bool(named and _WHEN.search(reading.text))
