"""Going on after the verification page, and what is said while it is waited for."""

import re

from rasa_sdk.events import EventType, FollowupAction, SlotSet

from bot.actions.amounts import filled
from bot.actions.aspect_reading import aspect_in
from bot.actions.ellipsis import elliptical
from bot.actions.form_limits import LEAVE_CONFIDENCE
from bot.actions.membership_identification import PAGE
from bot.actions.offer_words import content_of, names_intent, words_of
from bot.actions.personal import service_named
from bot.actions.put_off import goes_on_later, says_later
from bot.actions.reading import Reading
from bot.actions.service import Answer
from bot.actions.sources import is_official
from bot.actions.texts import Say, has_response, variation
from bot.actions.topic import TOPIC, asks_something, concludes, text_about
from bot.actions.unclear import SUBJECTS
from bot.actions.verify import UNTIL, WAITING, WISH, say_waiting, send_link, typed_closed, waits
from bot.actions.wish_changed import kept_part
from bot.actions.wordlists import word_list

MOST_WORDS = 6
"""A longer message is about something else than the page that is waited for."""
_AGAIN = re.compile(
    r"\b(?:(?:kirim|minta|send|resend)\w*\b.*\b(?:ulang|lagi|baru|again|new|link\w*|tautan\w*)|resend"
    r"|(?:link|tautan)(?:nya)?\b.*\b(?:mana|lagi|ulang|baru|hilang|kadalu\w*|kedalu\w*|expired?|habis|mati)"
    r"|\b(?:cek|check|periksa|buka|tampil\w*|proses)\w*\b.{0,8}\b(?:sekarang|skrg|langsung|buruan|cepat|cepet\w*|saiki|ayeuna|now)\b"
    r"|mana (?:link|tautan|kode)\w*|kode(?:nya)? (?:mana|dimana|di mana|kapan)|where is (?:the|my) (?:link|code))\b",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(?:kirim|minta|send|get|mau)\w*\b(?:\s+\w+){0,2}\s+(?:kode|otp|code)\w*|^\W*(?:kode|otp|code)\w*\W*$",
    re.IGNORECASE,
)
"""The code comes on the page; nothing of the official app is meant."""
_WHY = re.compile(
    r"\b(?:emang|memang|kenapa|knp|apa|apakah|masa|masak|kok|why|do i)\w*\b.{0,20}"
    r"\b(?:harus|perlu|wajib|mesti|musti|kudu|must|have to|need)\b.{0,20}"
    r"\b(?:login|log in|masuk|verif\w*|halaman|link|tautan|kode|otp|nik|data|page|code)\b"
    r"|\b(?:kenapa|knp|kok|ngapain|buat apa|untuk apa|why)\b.*\b(?:verif\w*|kode|otp|ribet|repot|susah|code)\b"
    r"|\b(?:kok|ko|kenapa|knp|ngapain|buat apa|untuk apa|why)\b.{0,16}\b(?:minta|nanya|tanya|butuh|pakai|pake"
    r"|perlu|ask(?:ing)?|want)\w*\b.{0,16}\b(?:data|nik|ktp|nomor|nomer|identitas|kartu|details?|number|id)\w*\b"
    r"|\b(?:beneran|benar|bener|betulan|resmi|asli|temenan|tenan|estu)\b.{0,16}\b(?:bpjs|jkn|resmi|asli)\b"
    r"|\b(?:aman|safe)\b(?:\W+(?:ga|gak|nggak|ngga|kah|kan|tidak|ora|teu|is|to|datanya|data|ini|itu|halaman\w*|link\w*|tautan\w*))+"
    r"|\b(?:penipu\w*|penipuan|ketipu|ditipu|phishing|scam|hoa(?:x|ks))\b"
    r"|\b(?:kan|padahal)\b.{0,12}\b(?:udah|sudah|udh|sdh|ada|kasih|dikasih)\b.{0,20}\b(?:nik|ktp|nomor|nomer|data|kartu)\b",
    re.IGNORECASE,
)
_TROUBLE = re.compile(
    r"\b(?:link|tautan|halaman|web|laman|page)\w*\b.*\b(?:ga|gak|nggak|tidak|tdk|ngga|gabisa|error|eror|gagal|kosong|"
    r"blank|not|doesn't|won't|can't|broken)\b"
    r"|\b(?:ga|gak|nggak|tidak|tdk|ngga) (?:bisa|mau) (?:di)?(?:buka|kebuka|klik|masuk)\b|\b(?:can't|cannot) open\b",
    re.IGNORECASE,
)
_UNWILLING = re.compile(
    r"\b(?:ribet|repot|(?:males|malas)(?!\W+(?:\w+\W+)?(?:ng?antr\w*|antr\w*|nunggu\w*|menunggu|ke|keluar|dat[ae]ng|jalan|berangkat|makan|minum)\b)"
    r"|tanpa verif\w*|without verif\w*|skip (?:it|this))\b"
    r"|\b(?:ga|gak|nggak|tidak|tdk|ngga|ogah|jangan|not|no|don't)\b.*"
    r"\b(?:verif\w*|login|(?:usah|perlu)(?! (?:di)?lapor)|need|want to)\b"
    r"|\b(?:ga|gak|nggak|tidak|tdk|ngga|ogah|takut|males|malas|don't want to|won't|afraid to)\b.{0,12}"
    r"\b(?:kasih|ngasih|ngasi|beri|memberi|isi|ngisi|tulis|nulis|share|sebut|give|enter)\w*\b.*\b(?:nik|ktp|data|nomor|nomer|kartu|number)\b"
    r"|\b(?:tanpa|without) (?:nik|ktp|data|nomor|login|my)\b"
    r"|^\W*(?:ga|gak|nggak|tidak|ngga|enggak|no|ogah)(?: mau| ah| deh| usah| thanks)*\W*$"
    r"|\b(?:ga|gak|nggak|tidak|tdk|ngga|ogah|males|malas)\s+(?:mau\s+)?(?:di)?(?:isi|ngisi|buka|ngeklik|klik)\b"
    r"|(?:^|[,.])\W*(?:nanti|ntar|besok|lain kali|later|not now)(?: aja| saja| deh| dulu| ya)*\W*$",
    re.IGNORECASE,
)
_HEARD = re.compile(
    r"^\W*(?:(?:oh+|ooh+|o+|owh|wah|hmm+|hm|ah|nah|iya|ya|ok|oke|okay|baik|sip|siap)\W+)*"
    r"(?:(?:gitu|begitu|gt|begono|ngono|kitu)\b|pantes\w*|lega\b|syukur\w*|alhamdulillah|untung\w*|paham|ngerti|mengerti"
    r"|ya ?udah|ya sudah|i see|got it|makes sense|good to know|understood|noted|great|good|thank god)"
    r"|^\W*(?:oh+|ooh+|o+|owh|ah|i see)\W+(?:\w+\W+){1,5}?(?:ya|toh|to|ternyata|then)\b",
    re.IGNORECASE,
)
"""Takes note of what was said in between: "oh gitu, pantesan", "oh cukup ktp ya. lega"."""
PERSON_OFFERED = 2
"""So many messages were not understood when a person is offered."""
_KNOWS_NOT = re.compile(
    r"^\W*(?:(?:eh|aduh|duh|hm+|wah|ya|saya|aku|gw|i)\W+)*"
    r"(?:(?:ga|gak|gk|nggak|ngga|enggak|tidak|tdk|ndak|ora|teu|kurang|belum|blm)\s*"
    r"(?:tau|tahu|ngerti|reti|inget|ingat|hafal|yakin)|lupa|entah(?:lah)?|embuh"
    r"|(?:don'?t|do not) (?:know|remember)|no idea|not sure)"
    r"(?:\s+(?:deh|sih|kak|min|ya|juga|aku|saya|lagi|pak|bu|mas|mbak))*\W*$",
    re.IGNORECASE,
)
"""Nothing that is asked for yet has to be known now."""
_TELLING = frozenset(
    {"out_of_scope", "inform", "nlu_fallback", "affirm", "go_back", "facility_info", "find_nearest_facility"}
)
"""What facts without a wish are taken for."""
_STEPS = re.compile(
    r"\b(?:langkah|tahap|step)\w*\b|\bcara(?:nya)?\b.{0,12}\b(?:tadi|lagi)\b|\b(?:tadi|lupa)\b.{0,16}\bcara(?:nya)?\b",
    re.IGNORECASE,
)
"""The way to what waits, once more: "langkahnya apa aja tadi", "caranya tadi gimana, lupa"."""
_DROPPING = frozenset({"deny", "cancel_flow", "cancel_queue"})
"""What a message is taken for that drops one part of a wish and keeps the other."""
_WAITING = word_list("waiting_words.txt")


async def while_waiting(reading: Reading, say: Say) -> list[EventType] | None:
    """Answers what is said about the page that is waited for; None for a message about something else."""
    words = words_of(reading)
    if reading.pressed or not waits(reading) or not words:
        return None
    if _AGAIN.search(reading.text) or (_CODE.search(reading.text) and len(words) <= MOST_WORDS):
        return await send_link(reading, say, after=reading.slot(WAITING))
    from bot.actions.further import asks_known  # noqa: PLC0415 - further questions are built on answers

    if asks_known(reading):  # "perlu rujukan ga": asked, and no fact for the wish
        return None
    events = await _of_the_wish(reading, say)
    events = _heard(reading, say, words) if events is None else events
    if events is not None:
        return events
    if len(words) <= MOST_WORDS and _only_about_the_wait(reading, words):
        return None if _asks_further(reading) else await _wait_on(reading, say, words)
    events = _told_why(reading, say, words)
    events = await _told_purpose(reading, say, words) if events is None else events
    events = await _in_trouble(reading, say, words) if events is None else events
    return added_to_wish(reading, say) if events is None else events


async def _of_the_wish(reading: Reading, say: Say) -> list[EventType] | None:
    """What the service answers, the steps once more, and "antrean ga usah, iurannya aja", which refuses no page."""
    events = _said_of_wish(reading, say)
    if events is None and reading.intent == "repeat" and _STEPS.search(reading.text):
        return await _steps_again(reading, say)
    return added_to_wish(reading, say) if events is None and kept_part(reading.text) else events


def _said_of_wish(reading: Reading, say: Say) -> list[EventType] | None:
    """What the service that waits answers by itself: "kemaren?", "terserah yang cepat", "ralat, ibu mertua saya"; and
    a yes to the person who was offered because nothing was understood.
    """
    if reading.intent == "affirm" and int(reading.slot("fallback_count") or 0) == PERSON_OFFERED:
        return [FollowupAction("action_talk_to_agent")]
    service = service_named(str(reading.slot(WAITING)))
    wish = (reading.slot(service.wish_slot) or {}) if service else {}
    facts = service.hears(reading, say, wish) if service else None
    if service and facts is not None:
        return [SlotSet(service.wish_slot, {**wish, **facts}), SlotSet("fallback_count", 0)]
    if _KNOWS_NOT.match(reading.text):
        say("utter_verify_not_known", buttons=[say.button("utter_verify_button_again", "/verify_again")])
        return [SlotSet("fallback_count", 0)]
    return None


async def _steps_again(reading: Reading, say: Say) -> list[EventType]:
    """The link again with what it is for, and the way of who said that the registered phone is gone."""
    wish = f"utter_choice_{reading.slot(WISH)}"
    events = await send_link(reading, say, after=reading.slot(WAITING), named=wish)
    service = service_named(str(reading.slot(WAITING)))
    if service and (reading.slot(service.wish_slot) or {}).get("lost"):
        say("utter_verify_phone_lost")
    return events


async def _told_purpose(reading: Reading, say: Say, words: list[str]) -> list[EventType] | None:
    """ "ini buat apa sih": what the service that waits is for, whatever else that resembles."""
    about = f"utter_about_{reading.slot(WISH)}"
    asked = len(words) <= MOST_WORDS and aspect_in(reading.text) == "purpose" and reading.intent == "show_menu"
    if not asked or not has_response(about):
        return None
    text, _ = await filled(reading, say, str(variation(about, reading.language)["text"]))
    say.plain(text, buttons=[say.button("utter_verify_button_again", "/verify_again")])
    return [SlotSet("fallback_count", 0)]


def _told_why(reading: Reading, say: Say, words: list[str]) -> list[EventType] | None:
    """Why the page is needed at all."""
    if not _WHY.search(reading.text) or len(words) > 2 * MOST_WORDS:
        return None
    if reading.intent == "bot_challenge" and not is_official():
        say("utter_not_official")
    say("utter_verify_why")
    return []


def _heard(reading: Reading, say: Say, words: list[str]) -> list[EventType] | None:
    """A remark on an answer in between starts nothing, and is no word about the page."""
    remark = len(words) <= MOST_WORDS and "?" not in reading.text and _HEARD.match(reading.text)
    if not remark or asks_something(reading.text) or says_later(reading):
        return None
    agrees = concludes(reading.text) and bool((reading.slot(TOPIC) or {}).get("faq"))
    say("utter_verify_agreed" if agrees else "utter_verify_heard")
    return []


def added_to_wish(reading: Reading, say: Say) -> list[EventType] | None:
    """ "puskesmas ngemplak, poli umum" behind the wish for a number: kept for when the page is done; None where it adds
    nothing, asks something or is another wish.
    """
    if waits(reading) and not reading.pressed and (events := _said_of_wish(reading, say)) is not None:
        return events
    service = service_named(str(reading.slot(WAITING))) if waits(reading) else None
    if service is None or asks_something(reading.text) or _other_wish(reading, service.tells):
        return None
    wish = reading.slot(service.wish_slot) or {}
    added = service.adds(reading, wish)
    if not added:
        return None
    what = service.reads_back(say, wish, added)
    again = [say.button("utter_verify_button_again", "/verify_again")]
    say("utter_verify_added_as" if what else "utter_verify_added", buttons=again, what=what)
    return [SlotSet(service.wish_slot, {**wish, **added}), SlotSet("fallback_count", 0)]


def _other_wish(reading: Reading, tells: frozenset[str]) -> bool:
    """The message surely wants something else than what waits (``tells``: intents that tell of it); names of places
    and days alone do not.
    """
    ours = reading.intent in _TELLING | tells or reading.intent == reading.slot(WISH)
    ours = ours or (reading.intent in _DROPPING and kept_part(reading.text) is not None)
    return not (ours or elliptical(reading)) and reading.confidence >= LEAVE_CONFIDENCE


async def _in_trouble(reading: Reading, say: Say, words: list[str]) -> list[EventType] | None:
    """The page does not open, or the member does not want it."""
    if _TROUBLE.search(reading.text):
        say("utter_verify_trouble")
        return await send_link(reading, say, after=reading.slot(WAITING))
    if len(words) <= 2 * MOST_WORDS and goes_on_later(reading):
        say("utter_verify_later", buttons=[say.button("utter_verify_button_again", "/verify_again")])
        return []
    if len(words) > 2 * MOST_WORDS or not (_UNWILLING.search(reading.text) or says_later(reading)):
        return None
    say("utter_verify_declined")
    return [SlotSet(WAITING, None), SlotSet(UNTIL, None)]


def _only_about_the_wait(reading: Reading, words: list[str]) -> bool:
    """Nothing else in the words than waiting, or the wish that waits said again ("oke daftarin sekarang"); another
    wish may share a word with it ("bukan, pindah kelas").
    """
    left = [word for word in words if word not in _WAITING]
    content, intent = content_of(left), reading.slot(WISH)
    sure = reading.confidence >= LEAVE_CONFIDENCE and names_intent(reading.intent, content)
    shared = bool(intent) and names_intent(str(intent), content)  # "daftarkan" names a queue number as well
    sure = sure and not (shared and not SUBJECTS & set(words))
    other = intent != reading.intent and text_about(reading.intent) and sure
    agrees = reading.intent == "affirm" and reading.confidence >= LEAVE_CONFIDENCE
    return not left or agrees or (shared and not other)


def _asks_further(reading: Reading) -> bool:
    """ "berapa kali cicilnya" while the page for the instalments is waited for: asked of them, and no wish again."""
    from bot.actions.further import asks_alike  # noqa: PLC0415 - further questions are built on answers

    return asks_something(reading.text) and asks_alike(reading)


def wished_again(reading: Reading) -> bool:
    """ "oke bisa tolong daftarkan sekarang?" while the page for a registration is waited for: that, and no other."""
    words = words_of(reading)
    short = not reading.pressed and 0 < len(words) <= MOST_WORDS
    again = short and waits(reading) and _says_wish(reading, words) and _only_about_the_wait(reading, words)
    return again and not _asks_further(reading)


def _says_wish(reading: Reading, words: list[str]) -> bool:
    return names_intent(str(reading.slot(WISH)), content_of([word for word in words if word not in _WAITING]))


async def _wait_on(reading: Reading, say: Say, words: list[str]) -> list[EventType]:
    """What is waited for; who asks for it again ("oke bisa tolong daftarkan sekarang?") gets the link again, which may
    be far above.
    """
    if _says_wish(reading, words):
        return await send_link(reading, say, after=reading.slot(WAITING), named=f"utter_choice_{reading.slot(WISH)}")
    say_waiting(reading, say)
    return []


class AfterVerification(Answer):
    """The member was verified on the page: thanks them and goes on with what they wanted."""

    action = "action_after_verification"
    resumes = False

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """Runs what was waiting, or the menu."""
        say("utter_verified")
        waiting = reading.slot(WAITING) or ("action_check_membership_status" if reading.slot(PAGE) else None)
        if not waiting:
            say("utter_menu")
            return [SlotSet(UNTIL, None)]
        going_on = [SlotSet(WAITING, None), SlotSet(UNTIL, None), FollowupAction(waiting)]
        return [*typed_closed(reading), SlotSet(PAGE, None), *going_on]


class VerifyAgain(Answer):
    """The button for another link."""

    action = "action_verify_again"
    keeps_topic = True

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """What waited goes on waiting."""
        return await send_link(reading, say, after=reading.slot(WAITING))
