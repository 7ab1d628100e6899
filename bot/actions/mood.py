"""The member's mood: anger is met with one sentence of regret, impatience with a next step, praise with thanks."""

import re

from rasa_sdk.events import EventType, SlotSet

from bot.actions.control import says_wait
from bot.actions.reading import Reading
from bot.actions.shown import shown
from bot.actions.texts import Say
from bot.actions.topic import TOPIC
from bot.actions.verify import say_waiting, waits

MOST_WORDS = 7
"""A longer message says more than its mood."""
_IDLE = frozenset({"goodbye", "affirm", "deny", "greet", "thank", "go_back", "out_of_scope", "nlu_fallback"})
UNSURE = 0.6
"""A wish that is surer than this is heard, though it begins with "bentar"."""
_ANGRY = re.compile(
    r"\b(?:kecewa\w*|kesal|kesel|sebal|sebel|jengkel|marah|muak|geram|emosi|(?:capek|cape|lelah) (?:banget|sekali)"
    r"|payah|parah (?:banget|sekali)|ga becus|gak becus|tidak becus|dipersulit|dipingpong|dilempar-?lempar|keterlaluan"
    r"|disappoint\w*|angry|furious|fed up|frustrat\w*|ridiculous|unacceptable|outrageous)\b",
    re.IGNORECASE,
)
_SORRY = re.compile(
    r"^\W*(?:(?:eh|aduh|ya ampun)\W+)*(?:(?:mohon )?ma+f|sori|sorry|nyuwun pangapunten|hapunten|punten)\b"
    r"(?:\W+(?:ya|yaa|kak|min|mas|mbak|bang|pak|bu|banget|tadi|td|saya|aku|gw|sempat|jadi|lagi|sudah|udah|i|was|for|that|earlier|my"
    r"|mood|emosi\w*|marah\w*|kesal|kesel|sebel|ngomel|kasar|ngegas|rude|angry|shouting|being))*\W*$",
    re.IGNORECASE,
)
_IMPATIENT = re.compile(
    r"\b(?:(?:kok|kenapa|knp|knapa|gimana sih|woi|woy)\b.*\b(?:ga|gak|nggak|ngga|tidak|tdk|belum|blm)"
    r" (?:di ?(?:jawab|bales|balas|respon|tanggapi|gubris)|respon|ada (?:jawaban|respon))\w*"
    r"|(?:(?<!berapa )(?<!brp )(?<!brpa )(?<!brapa )lama|lelet|lambat|lemot)"
    r" (?:banget|bgt|amat|sekali|kali|kalii+|sih|nian|pisan|tenan)"
    r"|(?:udah|sudah|udh|sdh|dah) (?:nunggu|nungguin|menunggu|ditunggu) (?:dari tadi|lama|dr tadi)"
    r"|(?:nunggu|nungguin|menunggu) (?:dari|dr) tadi|lama (?:jawab|bales|balas|respon)\w*"
    r"|cepet(?:an)? (?:dong|woi|dikit)"
    r"|jawab (?:dong|woi|donk)|why (?:no|don't you|aren't you) (?:answer|reply|respon)\w*"
    r"|(?:so|too|very) slow|taking (?:so|too) long|still waiting|hurry up)\b",
    re.IGNORECASE,
)
_ABOUT_SOMETHING = re.compile(
    r"\b(?:antre|antri|antrean|antrian|rs|rsud|rumah|sakit|puskesmas|klinik|dokter|obat"
    r"|kartu|bayar|otp|aplikasi|app|petugas|loket|kamar|operasi|queue|hospital|clinic|doctor)\w*\b",
    re.IGNORECASE,
)
"""Words of a grievance: it is not we who are slow."""
_LAUGH = re.compile(
    r"^\W*(?:(?:he|ha|hi|wk|xi|ho){2,}\w{0,6}|lol|wkwk\w*|:\)+|xd)"
    r"(?:\W+(?:iya|ya|oke|ok|lucu|juga|banget|bgt|kamu|bot\w*|robot\w*|bisa aja|ada-?ada aja|pinter|pintar))*\W*$",
    re.I,
)


_MAY_I_ASK = re.compile(
    r"^\W*(?:(?:halo|hai|hi|permisi|punten|maaf|min|kak|mas|mbak|pak|bu|bang|saya|aku|sy|nuwun sewu|kulo|abdi"
    r"|hello)\W+)*"
    r"(?:(?:mau|boleh|numpang|izin|ijin|bade|badhe|arep|nak|can i|may i|want to|bisa)\W+)+"
    r"(?:ikut\W+)?(?:ber)?(?:tanya|nanya|tanglet|taros|naros|takon|ask)"
    r"(?:\W+(?:ga|gak|nggak|dong|donk|kak|min|mas|mbak|pak|bu|ya|nih|sesuatu|sedikit|bentar|something"
    r"|a question))*\W*$",
    re.IGNORECASE,
)
"""Only announces a question."""
_OUR_ANSWERS = re.compile(
    r"\b(?:jawab\w*|balas\w*|bales\w*|omongan\w*|ngomong\w*|penjelasan\w*|bot|answers?|repl(?:y|ies))\b.{0,24}"
    r"\b(?:mbulet|muter\w*|mutar\w*|berputar\w*|belibet|berbelit\w*|ngawur|ngaco|ngelantur|(?:bikin )?bingung\w*"
    r"|itu-?itu"
    r"|(?:ga|gak|nggak|ngga|tidak|ora|teu|kada|nda) (?:nyambung|jelas|sambung|cocok|pas)|template|in circles"
    r"|no sense|confusing)\b"
    r"|^\W*(?:kok |lha |loh )?(?:mbulet|muter-?muter|(?:ga|gak|nggak|ora|teu) nyambung)(?:\s+(?:ah|sih|deh|banget"
    r"|wae|aja))*\W*$",
    re.IGNORECASE,
)
_PLEASED = re.compile(
    r"^\W*(?:(?:nah|lha|lah|oh|wah|ya|oke?|asik|asyik)\W+)*(?:gitu (?:dong|donk|kan|lho|loh|baru)\b|ngono (?:lho|lo"
    r"|kan)\b|mantap\w*|mantul|keren|cakep|joss?\b"
    r"|(?:that.s )?(?:great|perfect|awesome|better))(?:\s+(?:enak|jelas|banget|bgt|sekali|deh|tenan|kan|gitu|min|kak"
    r"|mas|mbak|makasih|then|thanks))*\W*$",
    re.IGNORECASE,
)


_I_SEE = re.compile(
    r"^\W*(?:oh|ooh|oalah|owalah|oo)\W+(?:gitu|begitu|ngono|ngaten|kitu|iya|ya|karena|krn|soalnya|i see|right"
    r"|because|ok)\b[^?]{0,40}$"
    r"|^\W*i see\W*$",
    re.IGNORECASE,
)


def angry(reading: Reading) -> bool:
    """Whether the member says that they are upset, and does not say sorry for it."""
    burdened = (reading.slot(TOPIC) or {}).get("faq") == "mental_health"  # "capek banget" there is no grievance
    return not (reading.pressed or burdened or apologises(reading)) and _ANGRY.search(reading.text) is not None


def apologises(reading: Reading) -> bool:
    """The member says sorry, and nothing else."""
    return not reading.pressed and _SORRY.match(reading.text) is not None


def impatient(reading: Reading) -> bool:
    """The member waits for us, and says so in a message about nothing else."""
    if shown(reading).get("kind") == "complaint":
        return False  # it is the complaint that takes long
    short = len(reading.text.split()) <= MOST_WORDS and not _ABOUT_SOMETHING.search(reading.text)
    return short and not reading.pressed and _IMPATIENT.search(reading.text) is not None


def short(reading: Reading) -> bool:
    """A message of few words: no more than its mood."""
    return len(reading.text.split()) <= MOST_WORDS


def _idle(reading: Reading) -> bool:
    return reading.intent in _IDLE or reading.confidence < UNSURE


def _pleased(reading: Reading, say: Say) -> list[EventType]:
    """A pleasant word back; the page that is waited for still is."""
    say("utter_pleased")
    if waits(reading):
        say_waiting(reading, say)
    return [SlotSet("fallback_count", 0)]


def mood_answer(reading: Reading, say: Say) -> list[EventType] | None:
    """Answers a message that is nothing but a mood; None for any other."""
    if impatient(reading):
        say("utter_impatient_again" if reading.slot("impatient") else "utter_impatient")
        return [SlotSet("impatient", True), SlotSet("fallback_count", 0)]
    if not reading.pressed and _MAY_I_ASK.match(reading.text):
        response = "utter_ask_away"
    elif apologises(reading):
        response = "utter_sorry_accepted"
    elif not reading.pressed and short(reading) and _OUR_ANSWERS.search(reading.text):
        response = "utter_answers_unclear"
    elif (
        not reading.pressed and _I_SEE.match(reading.text) and (reading.intent in _IDLE or reading.confidence < UNSURE)
    ):
        response = "utter_i_see"
    elif not reading.pressed and _PLEASED.match(reading.text):
        return _pleased(reading, say)
    elif says_wait(reading) and _idle(reading):
        response = "utter_takes_time"
    elif not reading.pressed and _LAUGH.match(reading.text):
        response = "utter_laughs_along"
    else:
        return None
    say(response)
    return [SlotSet("fallback_count", 0)]
