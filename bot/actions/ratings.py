"""Rating a facility: which one, four times stars, a comment, and reading back."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType, SlotSet

from bot.actions.backend import LONGEST_NAME, call
from bot.actions.form_limits import LEAVE_CONFIDENCE
from bot.actions.form_slots import closed, forgotten
from bot.actions.forms import Form
from bot.actions.interrupted import OPEN
from bot.actions.outcomes import Filled, Outcome, Unusable
from bot.actions.own_words import nothing_more, says_none, sends_too, wish_words
from bot.actions.personal import Personal
from bot.actions.places import typed_name, which_of
from bot.actions.press import inform
from bot.actions.ratings_reading import (
    ASPECTS,
    MOST_STARS,
    asks_if_sent,
    asks_without_name,
    corrected_stars,
    counted,
    drops_comment,
    first_told,
    last_stars,
    named_stars,
    over_scale,
    remark,
    says_complaint,
    stars_for,
    stars_given,
    stars_with_remark,
    tells_of_visit,
    wants_complaint,
    wants_no_complaint,
)
from bot.actions.ratings_target import allowed, by_code, own_code, target_of, visit_named, visited, wished_target
from bot.actions.reading import Reading
from bot.actions.same_names import same_name
from bot.actions.shown import open_form, shown
from bot.actions.texts import Say
from bot.actions.turns import heard, pressed
from bot.components.values import facility_type

FORM = "ratings_form"
VISITS_SHOWN = 4
_OWN = re.compile(
    r"\b(?:puskesmas|pkm|klinik|faskes|fktp)(?:ku\b|\w*\s+(?:saya|sy|aku|gue|gw|gua|kami|kita|ambo|abdi|kulo|sendiri)\b)"
    r"|\b(?:my|our) (?:own )?(?:clinic|puskesmas|facility)\b",
    re.IGNORECASE,
)
OWN_KINDS = frozenset({"puskesmas", "clinic", "fktp"})
"""Kinds of the member's own facility: "puskesmas gw" names no other."""
COMMENT_LIMIT = 500
OTHER_WISHES = frozenset({
    "talk_to_agent", "emergency", "cancel_flow", "show_menu", "faq", "book_queue", "check_queue_status", "cancel_queue",
    "check_bed_availability", "doctor_schedule", "find_nearest_facility", "check_contribution",
})  # fmt: skip
"""What is no remark about the visit, though it names a side of it."""


class RateFacility(Personal):
    """Opens the form with what the message says already."""

    action = "action_rate_facility"
    wish_slot = "ratings_wish"
    resumes = False
    tells = frozenset({"submit_complaint", "give_feedback", "thank"})

    def read(self, reading: Reading) -> dict[str, Any]:
        """The facility (by button, by name, or the one shown last) and stars that were named."""
        code = reading.entity("code") or (None if reading.pressed else shown(reading).get("facility"))
        stars, first = {} if reading.pressed else named_stars(reading.text), None
        if not stars and not reading.pressed and (first := stars_given(reading.text)):
            stars = {"service": first}
        praised = shown(reading).get("named") if shown(reading).get("kind") == "feedback" else None
        named = reading.entity("facility_name") or praised
        kind = facility_type(reading.entity("facility_type") or "")
        own = not (named or code or reading.pressed) and kind in OWN_KINDS and _OWN.search(reading.text) is not None
        return {"name": named, "code": code, "stars": stars, "first": first, "own": own}

    def adds(self, reading: Reading, wish: Mapping[str, Any]) -> dict[str, Any]:
        """The facility, or the stars, that are said while the page is waited for: "4", "eh 2 deh"."""
        stars = named_stars(reading.text)
        with_remark = stars_with_remark(reading.text)
        first = None
        if not stars and (first := with_remark[0] if with_remark else last_stars(reading.text)):
            stars = {"service": first}
        named = reading.entity("facility_name")
        remarked = None if stars or wants_complaint(reading) else remark("", reading)
        told = with_remark[1] if with_remark else remarked
        before = (wish.get("stars") or {}).get("comment")
        facts = {**(wish.get("stars") or {}), **stars} if stars or told else {}
        if told:
            facts["comment"] = "; ".join(filter(None, (before, told)))
        again = {"first": first} if first and wish.get("first") else {}
        return {**({"name": named} if named else {}), **({"stars": facts} if facts else {}), **again}

    def hears(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> dict[str, Any] | None:
        """As every one; and that no name comes with a rating."""
        if asks_without_name(reading):
            say("utter_ratings_without_name", buttons=[say.button("utter_verify_button_again", "/verify_again")])
            return {}
        return super().hears(reading, say, wish)

    def reads_back(self, say: Say, before: Mapping[str, Any], added: Mapping[str, Any]) -> str:
        """ "bintang 4, komentar: antrinya lama"; nothing where sides have stars of their own."""
        stars = added.get("stars") or {}
        if set(stars) - {"comment"} != {"service"}:
            return ""
        what = say.text("utter_ratings_told", stars=str(stars["service"]))
        comment = stars.get("comment")
        return say.text("utter_ratings_told_comment", what=what, comment=comment) if comment else what

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """Offers the visits of the last months; who names the place of one means the newest there."""
        visits = (await call(reading, "GET", "/ratings/visits"))["visits"][:VISITS_SHOWN]
        named = [one for one in visits if wish.get("name") and same_name(str(wish["name"]), one["facility_name"])]
        if wish.get("own") and (code := await own_code(reading)):  # "puskesmas saya"
            wish = {**wish, "code": code}
            named = [one for one in visits if one["facility"] == code]
        target = await allowed(reading, visited(named[0])) if named else await wished_target(reading, say, wish)
        if target and (first := wish.get("first")):
            say("utter_ratings_stars_first", facility=target["name"], stars="★" * first)
        elif target:
            say("utter_ratings_begin", facility=target["name"])
        return open_form(reading, FORM, visits=visits, target=target, **wish.get("stars", {}))


class ValidateRatingsForm(Form):
    """Stars may come for any side with any message; the rest is asked in order."""

    form = FORM
    free_text = frozenset({"ratings_comment"})
    own_intents = frozenset({"rate_facility", "give_feedback", "thank"})

    def required(self, reading: Reading, known: Mapping[str, Any]) -> list[str]:
        """Facility, four sides, comment, and yes."""
        sides = [f"ratings_{aspect}" for aspect in ASPECTS]
        return ["ratings_target", *sides, "ratings_comment", "ratings_confirm"]

    def says_what_is_right(self, reading: Reading) -> bool:
        """ "eh maksudnya 2": the right stars are said along with it."""
        return corrected_stars(reading) is not None

    def _leaves_at_once(self, reading: Reading) -> bool:
        """Strong words are part of what is asked for here; the comment is filtered."""
        if not reading.pressed and named_stars(reading.text):
            return False
        blunt = reading.intent == "abuse" and reading.requested not in ("ratings_target", "ratings_confirm")
        return super()._leaves_at_once(reading) and not blunt

    def _no_answer(self, reading: Reading, say: Say, known: dict[str, Any]) -> list[EventType] | None:
        """Who wants no name in it learns that there is none; the open question comes again."""
        if asks_without_name(reading) and not named_stars(reading.text):
            say("utter_ratings_without_name")
            return [SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        beside = reading.requested != "ratings_comment"
        if beside and (asks_if_sent(reading) or wants_no_complaint(reading)):
            say("utter_ratings_not_sent_yet" if asks_if_sent(reading) else "utter_ratings_no_complaint")
            return [SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        if (left := self._stars_open(reading, known)) and (nothing_more(reading) or sends_too(reading)):
            say("utter_ratings_before_sending", left=left)
            return [SlotSet("form_tries", 0), *self._ask_next(reading, known)]
        if reading.requested != "ratings_comment" and wants_complaint(reading):
            return self._complains_instead(reading, known)
        return super()._no_answer(reading, say, known)

    def _stars_open(self, reading: Reading, known: Mapping[str, Any]) -> int:
        """How many sides have no stars yet, where stars are asked for."""
        sides = [f"ratings_{aspect}" for aspect in ASPECTS]
        asked = reading.requested in sides and not reading.pressed
        return sum(known.get(side) is None for side in sides) if asked else 0

    def _complains_instead(self, reading: Reading, known: Mapping[str, Any]) -> list[EventType]:
        """ "trs kalau mau komplen beneran gmn": a complaint has a number and is answered; what was told goes along."""
        target, told = known.get("ratings_target"), known.get("ratings_comment")
        kept = [SlotSet("complaints_facility", {"code": target["code"], "name": target["name"]})] if target else []
        kept += [SlotSet("complaints_opening", told)] if told else []
        left = forgotten(reading.tracker.slots, "ratings")
        dropped = [*closed(), SlotSet(OPEN, None), SlotSet("form_tries", 0), *left]
        return [*dropped, *kept, *heard(reading, pressed("/submit_complaint") or {})]

    async def extract_ratings_target(self, reading: Reading, say: Say) -> Outcome:
        """One of the visits, or a facility by name."""
        asked = reading.requested == "ratings_target"
        visits: list[dict[str, Any]] = reading.slot("ratings_visits") or []
        if not asked:
            return None
        if reading.pressed:
            return await self._pressed(reading, visits)
        if (number := reading.ordinal) and 0 < number <= len(visits):
            return await _chosen(reading, visited(visits[number - 1]))
        if visit := visit_named(reading, visits):
            if over_scale(reading.text):
                say("utter_ratings_scale")
            say("utter_ratings_begin", facility=visit["facility_name"])
            return await _chosen(reading, visited(visit))
        given = stars_with_remark(reading.text)
        number = None if named_stars(reading.text) else given[0] if given else number
        if number and number <= MOST_STARS:
            return await self._stars_first(reading, say, visits, number)
        # Stars and remarks are kept, and name no facility.
        told = named_stars(reading.text) or first_told(reading) or self._told(reading)
        name = None if told else typed_name(reading, requested=True)
        return await self._named(reading, say, name) if name else None

    async def _stars_first(self, reading: Reading, say: Say, visits: list[dict[str, Any]], stars: int) -> Outcome:
        """ "4" where a visit is asked for: with one visit it is that one; the stars are for the first side. What is
        told besides is the comment, and may be about another visit.
        """
        if given := stars_with_remark(reading.text):
            return Filled({"ratings_service": stars, "ratings_comment": given[1]})
        if len(visits) != 1:
            return Filled({"ratings_service": stars})
        chosen = await _chosen(reading, visited(visits[0]))
        say("utter_ratings_stars_first", facility=chosen.slots["ratings_target"]["name"], stars="★" * stars)
        return Filled({**chosen.slots, "ratings_service": stars})

    def _note(self, reading: Reading, say: Say, known: Mapping[str, Any], filled: Mapping[str, Any]) -> None:
        """Stars and what was told besides are read back together."""
        both = None if reading.pressed else stars_with_remark(reading.text)
        stars, told = corrected_stars(reading), None if reading.pressed else remark("", reading)
        if both and reading.requested == "ratings_target" and filled:
            say("utter_noted", value=f"{'★' * both[0]}, {both[1]}")
        elif stars and told and filled:  # "eh 2 maksudnya, nunggunya 4 jam"
            say("utter_noted", value=f"{'★' * stars}, {told}")
        else:
            super()._note(reading, say, known, filled)

    async def _pressed(self, reading: Reading, visits: list[dict[str, Any]]) -> Outcome:
        code = reading.entity("code")
        if reading.entity("value") == "other":
            return Unusable("utter_ratings_which_facility")
        visit = next((one for one in visits if one["visit"] == code), None)
        if visit:
            return await _chosen(reading, visited(visit))
        return await _chosen(reading, await by_code(reading, code)) if code else None

    async def _named(self, reading: Reading, say: Say, name: str) -> Outcome:
        found = await call(reading, "GET", "/facilities/search", params={"q": name[:LONGEST_NAME]})
        if found["status"] == "one":
            return await _chosen(reading, target_of(found["items"][0]))
        if found["status"] == "several":
            choices = found["choices"][:VISITS_SHOWN]
            buttons = [{"title": one["label"], "payload": inform(code=one["id"])} for one in choices]
            return Unusable(which_of(choices), buttons=buttons)
        return Unusable("utter_facility_unknown", {"name": name})

    def _side(self, aspect: str, reading: Reading, say: Say) -> Outcome:
        slot = f"ratings_{aspect}"
        named = {} if reading.pressed or reading.requested == "ratings_comment" else named_stars(reading.text)
        if named:
            return Filled({slot: named[aspect]}) if aspect in named else None
        if stars := corrected_stars(reading):
            return Filled({slot: stars}) if slot == self._corrected_side(reading) else None
        if slot == "ratings_service" and reading.requested == "ratings_target" and (first := first_told(reading)):
            return Filled({slot: first})
        both = None if reading.pressed else stars_with_remark(reading.text)
        if reading.requested != slot or (self._told(reading) and not both):
            return None
        if both:
            return Filled({slot: both[0]})
        given = stars_for(aspect, reading)
        if isinstance(given, int) and not (reading.pressed or counted(reading.text)):
            say("utter_noted", value=f"{say.text(f'utter_ratings_{aspect}')} {'★' * given}")
        return Filled({slot: given}) if given else None

    def _corrected_side(self, reading: Reading) -> str | None:
        """The side whose stars are taken back: the one before the open question, or that of the question itself."""
        sides = [f"ratings_{aspect}" for aspect in ASPECTS]
        if reading.requested == "ratings_target":
            return sides[0]
        if reading.requested not in sides:
            return None
        before = sides[: sides.index(reading.requested)]
        return next((side for side in reversed(before) if reading.slot(side) is not None), reading.requested)

    def _told(self, reading: Reading) -> str | None:
        """Words for the comment where stars are asked for."""
        side = (reading.requested or "").removeprefix("ratings_")
        if side in ASPECTS and not reading.pressed and (both := stars_with_remark(reading.text)):
            return both[1]
        another = reading.intent in OTHER_WISHES and reading.confidence >= LEAVE_CONFIDENCE
        if side == "target" and not (reading.pressed or corrected_stars(reading)) and not tells_of_visit(reading):
            return None
        beside = side in (*ASPECTS, "target") or (side == "confirm" and not says_complaint(reading))
        return remark(side, reading) if beside and not another else None

    async def extract_ratings_service(self, reading: Reading, say: Say) -> Outcome:
        """Stars for doctors and staff."""
        return self._side("service", reading, say)

    async def extract_ratings_waiting(self, reading: Reading, say: Say) -> Outcome:
        """Stars for the waiting time."""
        return self._side("waiting", reading, say)

    async def extract_ratings_cleanliness(self, reading: Reading, say: Say) -> Outcome:
        """Stars for cleanliness."""
        return self._side("cleanliness", reading, say)

    async def extract_ratings_medicine(self, reading: Reading, say: Say) -> Outcome:
        """Stars for medicine, where any was given."""
        return self._side("medicine", reading, say)

    async def extract_ratings_comment(self, reading: Reading, say: Say) -> Outcome:
        """The member's own words, or none."""
        if reading.requested == "ratings_confirm" and drops_comment(reading):
            return Filled({"ratings_comment": ""})
        if told := self._told(reading):
            return Filled(
                {"ratings_comment": "; ".join(filter(None, (reading.slot("ratings_comment"), told)))[:COMMENT_LIMIT]}
            )
        if reading.requested != "ratings_comment":
            return None
        if says_none(reading) or drops_comment(reading) or reading.entity("value") == "skip":
            return Filled({"ratings_comment": ""})
        words = None if reading.pressed else wish_words(reading, "ratings_comment")
        return Filled({"ratings_comment": words[:COMMENT_LIMIT]}) if words else None

    async def extract_ratings_confirm(self, reading: Reading, say: Say) -> Outcome:
        """Yes sends it; no sends nothing."""
        answered = reading.intent in ("affirm", "deny") and not drops_comment(reading)
        if reading.requested != "ratings_confirm" or not answered:
            return None
        return Filled({"ratings_confirm": reading.intent == "affirm"})

    def shown_value(self, slot: str, values: Mapping[str, Any]) -> str | None:
        """Stars that were corrected, and a remark that was kept."""
        value = values.get(slot)
        if slot == "ratings_comment":
            return value or None
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


async def _chosen(reading: Reading, target: dict[str, Any]) -> Filled:
    return Filled({"ratings_target": await allowed(reading, target)})
