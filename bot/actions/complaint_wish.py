"""What the member wants to come of a complaint, in their words or by button."""

import json
import re

from bot.actions.complaint_contact import last_told
from bot.actions.complaint_corrections import puts_right
from bot.actions.complaint_reading import only_names, wants_refund
from bot.actions.complaint_reports import only_anonymity
from bot.actions.outcomes import Filled, Outcome
from bot.actions.own_words import (
    CHOICE_WORDS,
    SHORT_WISH_WORDS,
    nothing_more,
    says_none,
    sends_too,
    speaks_of_proof,
    wants_sent,
    wish_words,
)
from bot.actions.reading import Reading
from bot.actions.texts import Say, variation
from bot.actions.topic import asks_something

ASKED = "complaints_wanted"
_TURNS = "tapi|tp|malah|ternyata|eh|belum|blm|tidak|tdk|ga|gak|nggak|ngga|but|instead|not"
_RESULT = (
    r"(?:(?:pen|ke|di)?jelas\w*|teguran|kompensasi|(?:di)?(?:per)?baik\w*|dibenah\w*|(?:di)?(?:tegur|tindak|proses|periksa|selidiki|ganti|layani"
    r"|kembali|sedia|sanksi|tanggung)(?:kan|in|nya|lanjuti)?|(?:di)?balikin|(?:per)?(?:minta|mohon)an maaf|minta maaf"
    r"|(?:uang|duit|biaya)\w* (?:\w+ )?balik"
    r"|(?:ber)?tanggung ?jawab|(?:tidak|tdk|jangan|ga|gak) (?:ter|di)ulang\w*|expla(?:in|n)\w*|apolog\w*|refund\w*|back"
    r"|fixed|improve\w*|better|warned|disciplined|investigat\w*)"
)
_WISH_VERB = (
    r"(?:mau|mw|ingin|pengen|pengin|pingin|minta|harap\w*|berharap|menuntut|nuntut)(?:nya)?"
    r"(?!\W+(?:\w+\W+)?(?:(?:me|nge)?lapor|komplain|komplen|(?:nga|meng)?adu|(?:na|ber)?nya|tanya|kel(?:uh|o))\w*)"
)
_WISH = re.compile(
    r"(?:\b(?:maunya|pengennya|penginnya|inginnya|mintanya|harapan(?:nya|ku| saya| kami)?|semoga)"
    r"|\b(?:saya|sy|aku|kami|kita|gue|gw|gua|abdi|kula|kulo|ulun|beta|ambo|awak|inyong|sa)\W+(?:(?:cuma|cuman|hanya|sih|ya|juga|tetap|tetep|justru)\W+)*"
    rf"{_WISH_VERB}|(?:^|[.!?,;\n]\s*)(?:tolong|mohon|please|{_WISH_VERB})"
    r"|\b(?:i|we)(?: just| only)? (?:want|expect|demand|hope|would like)|\bi.d like)\b"
    rf"(?:(?!\b(?:{_TURNS})\b)[^.!?;\n]){{0,60}}?\b{_RESULT}\b[^.!?;\n]*",
    re.IGNORECASE,
)
"""Words of a wish and, in the same sentence, what shall come of the complaint."""
_TOLD = re.compile(
    r"\b(?:tapi|tp|malah|ternyata|eh|disuruh|ditolak|lalu|terus|akhirnya|but|instead|refused)\b",
    re.IGNORECASE,
)
"""Behind "saya minta penjelasan" it goes on with what happened: "malah dibentak"."""
_BEFORE = re.compile(
    r"\b(?:waktu|pas|ketika|saat|setelah|tadi|kemarin|kemaren|bilang|when|asked|said|yesterday)\b[^.!?;,\n]*$",
    re.IGNORECASE,
)
_RIGHT_AND_SENT = re.compile(
    r"^\W*(?:(?:tanggal|tgl|jumlah|nominal|harga|nama|tempat|faskes|rs|waktu|hari|cerita|laporan|data|itu|semua|isi)\w*\W+"
    r"|(?:the|date|amount|place|name|it|all|everything|is|are)\W+)*"
    r"(?:(?:sih|sudah|udah|udh|sdh|dah|itu|semua|ya|juga|already)\W+)*(?:benar|bener|betul|pas|cocok|right|correct|fine)\b"
    r"(?:\W+(?:semua|kok|ya|sih|jadi|so|now))*\W*",
    re.IGNORECASE,
)
"""What was told before is right, "tanggalnya sudah benar. kirim": no wish, where only that it be sent follows."""
_SEND = re.compile(r"\b(?:tolong|mohon|(?:di)?kirim\w*|saja|aja|ya|please|send it)\b", re.IGNORECASE)
_WISHES = re.compile(
    rf"\b(?:{_RESULT}|{_WISH_VERB}|tolong|mohon|supaya|biar|agar|kasih|dikasih|want|give|get|need)\b", re.IGNORECASE
)
"""A receipt can be what is wished for: "minta kuitansinya"."""
_WHERE = re.compile(r"^\W*(?:di|ing|nang|ning|teng|wonten|dina|in|at)\s+\w", re.IGNORECASE)


def wish_said(reading: Reading, say: Say) -> Outcome:
    """The answer to what is wished for; none where it need not be told, or where something else is put right."""
    send = only_sends(reading)
    if says_none(reading) or nothing_more(reading) or send or reading.entity("value") == "skip":
        sent = (send or wants_sent(reading)) and not reading.slot("complaints_files")
        return Filled({ASKED: "", **({"complaints_files": []} if sent else {})})
    if only_anonymity(reading) or puts_right(reading):
        return None
    if _only_proof(reading):
        say("utter_complaints_proof_next")
        return Filled({"form_tries": 0})
    if _only_where(reading):
        say("utter_changed_complaints_story", value=last_told(reading.text.strip()))
        return Filled({"complaints_story": f"{reading.slot('complaints_story')}\n{reading.text.strip()}"})
    typed = reading.text.strip() if wants_refund(reading) else wish_words(reading, ASKED)
    words = reading.entity("value") if reading.pressed else typed
    return Filled({ASKED: words}) if words else None


def wish_in(text: str, *, story: bool = False) -> str | None:
    """The part of a message that says what shall come of it ("saya ingin ada penjelasan"); None where none does.

    ``story``: the message tells what happened, so that the wish has to be its end.
    """
    found = _WISH.search(text)
    if found is None or _TOLD.search(found[0]) or _BEFORE.search(text[: found.start()]):
        return None
    if story and _SEND.sub("", text[found.end() :]).strip(" .!"):
        return None
    return found[0].strip(" ,.;!?\n")


def only_sends(reading: Reading) -> bool:
    """ "tanggalnya sih udah bener. kirim": something told before is right, and all of it shall be sent."""
    found = None if reading.pressed else _RIGHT_AND_SENT.match(reading.text)
    return found is not None and sends_too(reading) and not _SEND.sub(" ", reading.text[found.end() :]).strip(" .,!")


def only_wishes(reading: Reading) -> bool:
    """ "saya ingin ada penjelasan. tolong dikirim saja": nothing of what happened."""
    wish = None if reading.pressed else wish_in(reading.text)
    return wish is not None and only_names(reading, {ASKED: wish})


def _only_where(reading: Reading) -> bool:
    """ "di Panyileukan": where it happened, told late."""
    few = not reading.pressed and len(reading.text.split()) <= CHOICE_WORDS
    named = reading.entity("place") or reading.entity("facility_name")
    return bool(few and named and _WHERE.match(reading.text))


def _only_proof(reading: Reading) -> bool:
    """ "ada kuitansi apoteknya": there is something to send, and nothing is wished for."""
    few = len(reading.text.split()) <= SHORT_WISH_WORDS
    wishes = wish_in(reading.text) or _WISHES.search(reading.text)
    return few and not wishes and speaks_of_proof(reading) and not asks_something(reading.text)


def shown_wish(words: str, language: str) -> str:
    """A wish as it is read back: that of a button, which officers read in Indonesian, in the member's language."""
    for button in variation(f"utter_ask_{ASKED}", language)["buttons"]:
        if json.loads(button["payload"].removeprefix("/inform")).get("value") == words:
            return str(button["title"])
    return words
