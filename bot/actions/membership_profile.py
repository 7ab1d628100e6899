"""Membership: another phone, e-mail or address; a name, NIK or date of birth set right by an agent."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.backend import Refusal, call
from bot.actions.change_kit import Begins, make_draft, refusal_words
from bot.actions.forms import Form
from bot.actions.further import further_asked
from bot.actions.membership_identification import holds_phone
from bot.actions.membership_profile_words import (
    ALSO,
    EMAIL,
    LEAD_IN,
    OLD_WORKS,
    PART_OF_EMAIL,
    PIECE_WRONG,
    TAIL,
    address_in,
    address_part,
    digits_of_short_phone,
    field_in,
    like_an_address,
    no_such_value,
    so_plain,
    two_of,
)
from bot.actions.outcomes import Filled, Outcome, Unusable, refuse
from bot.actions.own_words import says_none
from bot.actions.personal import person_meant, person_words
from bot.actions.phone_words import lost_phone
from bot.actions.reading import Reading
from bot.actions.shown import open_form, shown
from bot.actions.texts import Say, in_sentence
from bot.actions.topic import asks_something
from bot.actions.turns import heard, meant_as
from bot.actions.verify import REQUIRED
from bot.actions.wish_changed import kept_part

INTENT = "update_member_data"
TOPIC = "profile"
FIELDS = ("phone", "email", "address", "name", "nik", "birth_date")
CORRECTED = frozenset({"name", "nik", "birth_date"})
"""What an agent sets right, with documents."""
_CHANGED = {"fktp": "change_fktp", "class": "change_class"}
"""Parts of what is registered that have a service of their own."""

_TOO = re.compile(r"\b(?:juga|jg|jga|sekalian|sekalean|skalian|sakalian|pisan|also|too|as well)\b", re.IGNORECASE)
"""Another change besides the first: "e-mail bisa diganti juga?"."""


class UpdateMemberData(Begins):
    """Opens the form; the field, and often the new value, come with the first message."""

    action = "action_update_member_data"
    wish_slot = "membership_wish"

    async def answer(self, reading: Reading, say: Say) -> list[EventType]:
        """ "saya udah pindah rumah. mau ganti" behind one's own clinic: that is to be changed, no data."""
        seen = shown(reading)
        part = _CHANGED.get(str(seen.get("part"))) if seen.get("kind") == "member_data" else None
        if part and not (reading.pressed or reading.form) and field_in(reading.text) is None:
            return heard(reading, meant_as(reading, part))
        return await super().answer(reading, say)

    def read(self, reading: Reading) -> dict[str, Any]:
        """What is to be changed, and whose."""
        typed = "phone" if holds_phone(reading) else field_in(reading.text)
        field = reading.entity("value") if reading.pressed else typed
        said = address_in(reading.text) if field == "address" and not reading.pressed else None
        told = {"field": field if field in FIELDS else None, "said": said}
        short = digits_of_short_phone(reading.text) if field == "phone" and not reading.pressed else 0
        return {**person_words(reading), **told, **two_of(reading), "short": short, "lost": self._lost(reading)}

    def _lost(self, reading: Reading) -> bool:
        """Whether no code can reach the registered phone, as said now or before."""
        before = (reading.slot(self.wish_slot) or {}).get("lost")
        return bool(before) or (not reading.pressed and lost_phone(reading.text))

    def before_page(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> None:
        """That the new number is too short."""
        if wish.get("short"):
            say("utter_profile_phone_short", typed=wish["short"])

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """Finds the person and begins."""
        meant = await person_meant(reading, say, wish, intent=INTENT)
        if not meant.settled:
            return []
        params = {"member": meant.member_id}
        member = await call(reading, "GET", "/membership/me", params=params)
        said = {key: wish.get(key) for key in ("field", "said", "next")}
        if then := wish.get("next"):
            say_noted_too(say, then)
        if wish.get("short"):
            say("utter_problem_phone_unreadable", typed=wish["short"])
        return open_form(reading, "profile_form", member=member["member_id"], **said)

    def adds(self, reading: Reading, wish: Mapping[str, Any]) -> dict[str, Any]:
        """ "e-mail ga usah, hp aja", "alamatnya aja": what is to be changed instead; the other change is dropped."""
        kept = kept_part(reading.text)
        field = field_in(kept) if kept else None
        return {"field": field, "next": None} if field else {}

    def reads_back(self, say: Say, before: Mapping[str, Any], added: Mapping[str, Any]) -> str:
        """What is to be changed."""
        return say.text("utter_profile_change_only", what=in_sentence(say.text(f"utter_profile_name_{added['field']}")))

    def hears(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> dict[str, Any] | None:
        """As every one; and that the old phone still works, which receives the code."""
        if wish.get("field") == "phone" and not reading.pressed and OLD_WORKS.search(reading.text):
            say("utter_profile_old_phone", buttons=[say.button("utter_verify_button_again", "/verify_again")])
            return {}
        other = field_in(reading.text) if _TOO.search(reading.text) and not reading.pressed else None
        if wish.get("field") and other and other != wish["field"]:
            say_noted_too(say, {"field": other})
            return {"next": {"field": other}}
        return super().hears(reading, say, wish)


def say_noted_too(say: Say, then: Mapping[str, Any]) -> None:
    """Says which other change comes after this one."""
    say("utter_profile_noted_too", what=in_sentence(say.text(f"utter_profile_name_{then['field']}")))


class ValidateProfileForm(Form):
    """The field, documents where an agent must see them, the new value, and yes."""

    form = "profile_form"
    read_back = "profile_confirm"
    changes = True
    asks_no_day = True
    free_text = frozenset({"profile_value"})
    own_intents = frozenset({INTENT})

    async def tells_of_it(self, reading: Reading) -> bool:
        """No question and no wish is a new value."""
        return False

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Documents come before the value, because a draft needs them."""
        files = ["profile_files"] if known.get("profile_field") in CORRECTED else []
        return ["profile_field", *files, "profile_value", "profile_confirm"]

    def _no_answer(self, reading: Reading, say: Say, known: dict[str, Any]) -> list[EventType] | None:
        """As every form; "bentar, belakangnya 398 bukan 399" wants the number again, and not to wait."""
        piece = known.get("profile_field") == "phone" and not reading.pressed and TAIL.search(reading.text)
        if reading.requested != "profile_confirm" or not piece or so_plain(reading, "phone"):
            return super()._no_answer(reading, say, known)
        say("utter_profile_whole_number")
        again = {"profile_value": None}
        return [SlotSet("profile_value", None), SlotSet("form_tries", 0), *self._ask_next(reading, {**known, **again})]

    async def extract_profile_field(self, reading: Reading, say: Say) -> Outcome:
        """By button, or by its name; naming another one later begins with that one."""
        if reading.pressed:
            field = reading.entity("value") if reading.requested == "profile_field" else None
        else:
            mail = reading.requested == "profile_value" and EMAIL.search(reading.text)
            wishes = reading.intent in (INTENT, "go_back") and further_asked(reading) is None  # a question changes none
            again = mail or reading.requested == "profile_field" or wishes
            field = self._named(reading) if again else None
        answers = reading.requested == "profile_value" and so_plain(reading, str(reading.slot("profile_field")))
        asks = reading.requested == "profile_value" and asks_something(reading.text)  # "alamat bisa di sini juga gak"
        later = (answers or asks or reading.requested in ("profile_confirm", "profile_files")) and self._later(reading)
        if later:
            say_noted_too(say, later)
            return Filled({"profile_next": later, "form_tries": 0})
        if reading.requested == "profile_field" and (two := two_of(reading)):
            reading.tracker.slots["profile_field"] = two["field"]
            say_noted_too(say, two["next"])
            return Filled({"profile_field": two["field"], "profile_next": two["next"]})
        if field not in FIELDS or field == reading.slot("profile_field"):
            return None
        reading.tracker.slots["profile_field"] = field
        taken = {"profile_next": None} if (reading.slot("profile_next") or {}).get("field") == field else {}
        return Filled({"profile_field": field, "profile_value": None, "profile_confirm": None, **taken})

    def _later(self, reading: Reading) -> dict[str, Any] | None:
        """ "sekalian email: …": another change, which comes after the one that is read back."""
        mail = None if reading.pressed else EMAIL.search(reading.text)
        if not reading.pressed and reading.slot("profile_field") == "email" and so_plain(reading, "phone"):
            return {"field": "phone", "said": None}
        field = "email" if mail else field_in(reading.text)
        also = mail or (ALSO.search(reading.text) and reading.intent not in ("affirm", "deny"))
        if reading.pressed or not also or field in (None, reading.slot("profile_field")):
            return None
        return {"field": field, "said": mail[0].strip(".,;()") if mail else None}

    def _named(self, reading: Reading) -> str | None:
        """An e-mail address may hold words that name other fields."""
        if EMAIL.search(reading.text):
            return "email" if reading.requested == "profile_value" else None
        return field_in(reading.text)

    async def extract_profile_files(self, reading: Reading, say: Say) -> Outcome:
        """Photos or PDFs."""
        if sent := reading.metadata.get("attachments"):
            files = [*(reading.slot("profile_files") or []), *sent]
            reading.tracker.slots["profile_files"] = files
            return Filled({"profile_files": files})
        if reading.requested == "profile_files" and says_none(reading):
            return Unusable("utter_error_documents_needed")
        return None

    async def extract_profile_value(self, reading: Reading, say: Say) -> Outcome:
        """The new value, drafted at once: numbers never come here, the backend reads them in the message."""
        field = reading.slot("profile_field")
        if field is None or reading.metadata.get("attachments"):
            return None
        typed = self._typed(reading, field)
        if typed is None:
            return None
        corrected = field in CORRECTED
        if corrected and not reading.slot("profile_files"):
            return None
        wish = {"kind": "correction", "field": field} if corrected else {"kind": field}
        files = {"attachments": reading.slot("profile_files")} if corrected else {}
        words = {"text": typed[:400], "member": reading.slot("profile_member")}
        try:
            draft = await make_draft(reading, **wish, **words, **files)
        except Refusal as refusal:
            return self._unusable(say, refusal)
        if field == "phone" and PART_OF_EMAIL.search(reading.text) and not EMAIL.search(reading.text):
            say("utter_profile_email_cut")
        return Filled({"profile_value": str(draft["shown"]["to"]), "profile_draft": draft, "profile_confirm": None})

    def _typed(self, reading: Reading, field: str) -> str | None:
        """The value in a message: said at the beginning, typed as asked, or what is to be added to an address."""
        if field in ("address", "email") and not reading.requested and (said := reading.slot("profile_said")):
            return str(said)
        if reading.pressed:
            return None
        noted = reading.slot("profile_next") or {}
        if noted.get("field") == field and noted.get("said"):  # "jangan namanya, e-mail aja": it was told before
            return str(noted["said"])
        if self._holds_value(reading, field):
            mail = EMAIL.search(reading.text) if field == "email" else None
            return mail[0].strip(".,;()") if mail else LEAD_IN.sub("", reading.text.strip())
        if field != "address" or reading.requested != "profile_confirm":
            return None
        part = address_part(reading.text)
        return f"{reading.slot('profile_value')}, {part}" if part else None

    def _holds_value(self, reading: Reading, field: str) -> bool:
        """Asked for, or so plain that it needs no question: a phone number, an e-mail address."""
        if so_plain(reading, field):
            return True
        if no_such_value(reading.text, field):
            return False
        yes_or_no = reading.intent in ("affirm", "deny") and len(reading.text.split()) <= len(("ya", "betul"))
        if field == "address" and not like_an_address(reading):
            return False
        return reading.requested == "profile_value" and not yes_or_no

    def _unusable(self, say: Say, refusal: Refusal) -> Outcome:
        if refusal.code == REQUIRED:
            raise refusal
        details = refusal.details
        if details.get("problem"):
            words = {key: details.get(key, "") for key in ("typed", "needed", "suggestion", "kind")}
            return Unusable(f"utter_problem_{details['problem']}", words)
        refuse(say, refusal, **refusal_words(say, refusal))
        return Filled({"profile_value": None})

    async def extract_profile_confirm(self, reading: Reading, say: Say) -> Outcome:
        """Yes confirms; no, or a piece that is wrong, asks for the value again."""
        adds = reading.slot("profile_field") == "address" and not reading.pressed and address_part(reading.text)
        if reading.requested != "profile_confirm" or adds:
            return None
        if so_plain(reading, reading.slot("profile_field")):
            return None  # "eh kurang, 0812…": read as the new value already
        if not reading.pressed and PIECE_WRONG.match(reading.text) and not asks_something(reading.text):
            return Filled({"profile_value": None})
        if reading.intent not in ("affirm", "deny"):
            return None
        return Filled({"profile_confirm": True} if reading.intent == "affirm" else {"profile_value": None})
