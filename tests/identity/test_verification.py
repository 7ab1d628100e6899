"""The code: sent, typed, refused, and what happens when it does not come."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from backend.conversations.service import open_conversation
from backend.identity import codes, events, service, verification
from backend.identity.viewer import VERIFIED, Viewer
from backend.membership.models import Member
from tests.support.audit import accesses_to
from tests.support.verification_link import Listener, Page

Members = Callable[[str], Member]
SITI = ("0009900000001", "14-3-1988")
UNKNOWN = ("0009900000099", "14-3-1988")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def page(session: Session, members: Members, conversation_id: UUID, sender: object, now: datetime) -> Page:
    return Page(session, conversation_id, sender, now)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_the_right_code_verifies_and_ends_the_link(page: Page, sender, conversation_id: UUID) -> None:
    listener = Listener()
    unsubscribe = events.subscribe(listener)
    assert page.identity(*SITI) == codes.CodeSent("sent")
    assert sender.sent[0][0] == "+6281299000101"
    assert page.code(f" {sender.code[:3]} {sender.code[3:]} ").outcome == "right"
    unsubscribe()
    siti = page.open().member_id
    assert service.viewer_of(page.session, conversation_id, page.now) == Viewer(VERIFIED, siti)
    assert listener.heard == [(conversation_id, "Siti Rahmawati")]
    assert not verification.is_open(page.open(), page.now)
    assert "identity.verified" in [entry.what for entry in accesses_to(page.session, siti or "")]


def test_a_code_lives_five_minutes(page: Page, sender) -> None:
    page.identity(*SITI)
    page.now += 5 * MINUTE
    assert page.code(sender.code).outcome == "expired"


def test_the_code_before_counts_while_it_lives_and_no_older_one(page: Page, sender) -> None:
    page.identity(*SITI)
    sent = [sender.code]
    for _ in range(2):
        page.now += MINUTE
        assert page.resend().outcome == "sent"
        sent.append(sender.code)
    assert page.code(sent[0]).outcome == "expired"
    assert page.code(sent[1]).outcome == "right"


def test_five_wrong_tries_lock_the_member_on_every_link_of_the_conversation(
    page: Page,
    sender,
    conversation_id: UUID,
) -> None:
    page.identity(*SITI)
    results = [page.code(wrong(sender.code)) for _ in range(5)]
    assert [result.tries_left for result in results] == [4, 3, 2, 1, None]
    assert results[-1] == codes.CodeChecked("locked", retry_at=page.now + 15 * MINUTE)
    assert page.code(sender.code).outcome == "locked"
    other = Page(page.session, conversation_id, sender, page.now + MINUTE)
    assert other.identity(*SITI) == codes.CodeSent("locked", page.now + 15 * MINUTE)
    other.now = page.now + 15 * MINUTE
    assert other.resend().outcome == "sent"
    assert other.code(sender.code).outcome == "right"


DEWI = ("0009900000016", "24-12-1997")


def test_a_code_opens_only_whom_it_was_sent_for(page: Page, sender, conversation_id: UUID) -> None:
    page.identity(*SITI)
    of_siti = sender.code
    verification.start_over(page.open())
    page.identity(*DEWI)
    of_dewi = sender.code
    assert sender.sent[0][0] != sender.sent[1][0]
    assert page.code(of_siti).outcome == "wrong"
    assert service.viewer_of(page.session, conversation_id, page.now) == Viewer()
    assert page.code(of_dewi).outcome == "right"


def test_nor_where_the_other_ones_sending_was_refused(page: Page, sender, conversation_id: UUID) -> None:
    Page(page.session, conversation_id, sender, page.now).identity(*DEWI)
    page = Page(page.session, conversation_id, sender, page.now)
    page.identity(*SITI)
    verification.start_over(page.open())
    assert page.identity(*DEWI) == codes.CodeSent("too_soon", page.now + MINUTE)
    assert page.code(sender.code).outcome == "wrong"
    assert service.viewer_of(page.session, conversation_id, page.now) == Viewer()


@pytest.mark.parametrize("change", [{"kind": "child"}, {"name": "Pak Toni"}, {"standing": True}])
def test_nor_more_for_a_helper_than_its_message_told(page: Page, sender, change: dict[str, object]) -> None:
    told = verification.NamedHelper("Pak Tono", "village_officer", False)
    page.open().helper_kind = told.kind
    page.identity(*SITI, helper=told)
    verification.start_over(page.open())
    page.identity(*SITI, helper=replace(told, **change))
    assert page.code(sender.code).outcome == "wrong"


WRONG_DATES = ("1-3-1988", "2-3-1988", "3-3-1988", "4-3-1988", "5-3-1988")


def tried(page: Page, *dates: str) -> list[object]:
    found = []
    for born in dates:
        found.append(page.identity(SITI[0], born))
        verification.start_over(page.open())
    return found


def test_dates_of_birth_are_not_found_by_trying(page: Page, sender) -> None:
    outcomes = [getattr(sent, "outcome", "") for sent in tried(page, *WRONG_DATES, SITI[1])]
    assert outcomes == [*["sent"] * 4, "too_many", "guessed"]
    assert sender.sent == []
    page.now += 60 * MINUTE
    page.identity(*SITI)
    assert page.code(sender.code).outcome == "right"


def test_who_mistyped_the_date_does_not_wait(page: Page, sender) -> None:
    assert [getattr(sent, "outcome", "") for sent in tried(page, WRONG_DATES[0], SITI[1], SITI[1])] == [
        "sent", "sent", "too_soon",
    ]  # fmt: skip
    page.identity(*SITI)
    assert page.code(sender.code).outcome == "right"


def test_a_right_pair_is_answered_like_a_wrong_one(page: Page, members: Members) -> None:
    nobody_there = page.session.begin_nested()
    wrong_only = tried(page, *WRONG_DATES[:2], *[WRONG_DATES[2]] * 4)
    nobody_there.rollback()
    assert tried(page, *WRONG_DATES[:2], SITI[1], SITI[1], SITI[1], SITI[1]) == wrong_only


class Strangers:
    """Conversations of others who know the number, each as busy as it may be."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def one(self) -> Page:
        self.count += 1
        talk = open_conversation(self.page.session, "web", f"stranger {self.count}", now=self.page.now)
        return Page(self.page.session, talk.id, self.page.sender, self.page.now)

    def exhausts_a_link(self) -> list[str]:
        """All codes, all wrong codes and all pairs that one conversation has."""
        there = self.one()
        found = tried(there, *WRONG_DATES)
        there.identity(SITI[0], WRONG_DATES[0])
        there.open().state = "code_sent"
        found += [there.code("123456") for _ in range(5)]
        return [getattr(each, "outcome", "") for each in found]


def test_a_stranger_does_not_keep_the_owner_out(page: Page, sender) -> None:
    strangers = Strangers(page)
    assert strangers.exhausts_a_link()[-1] == "locked"
    assert sender.sent == []
    assert page.identity(*SITI) == codes.CodeSent("sent")
    assert page.code(sender.code).outcome == "right"


def test_many_strangers_keep_out_only_whom_nobody_knows(page: Page, sender, conversation_id: UUID) -> None:
    page.identity(*SITI)
    page.code(sender.code)
    page.now += 60 * MINUTE
    strangers = Strangers(page)
    for _ in range(7):
        strangers.exhausts_a_link()
    assert getattr(strangers.one().identity(*SITI), "outcome", "") == "guessed"
    known = Page(page.session, conversation_id, sender, page.now)
    assert known.identity(*SITI) == codes.CodeSent("sent")
    assert known.code(sender.code).outcome == "right"


def test_what_strangers_cost_and_disturb_is_limited(page: Page, sender) -> None:
    strangers = Strangers(page)
    outcomes = []
    for _ in range(6):
        there = strangers.one()
        for wait in (0, 1, 1, 1):
            there.now += wait * MINUTE
            sent = there.identity(*SITI) if wait == 0 else there.resend()
            outcomes.append(getattr(sent, "outcome", ""))
    assert outcomes == ["sent"] * 10 + ["too_many"] * 14
    assert len(sender.sent) == 10


@pytest.mark.parametrize("strangers_before", [0, 2, 3])
def test_a_refusal_tells_nothing_about_the_date(page: Page, strangers_before: int) -> None:
    def answers(*dates: str) -> list[object]:
        trial = page.session.begin_nested()
        strangers = Strangers(page)
        for _ in range(strangers_before):
            tried(strangers.one(), *WRONG_DATES[:4])
        found = tried(strangers.one(), *dates)
        trial.rollback()
        return found

    assert answers(SITI[1], WRONG_DATES[0], SITI[1]) == answers(WRONG_DATES[1], WRONG_DATES[0], WRONG_DATES[1])


def test_every_wrong_date_shows_another_phone(page: Page) -> None:
    shown = set()
    for born in WRONG_DATES:
        page.identity(SITI[0], born)
        shown.add(page.open().shown_phone)
    assert len(shown) == len(WRONG_DATES)


def test_what_is_not_six_digits_is_not_counted(page: Page, sender) -> None:
    page.identity(*SITI)
    assert [page.code(typed).outcome for typed in ("", "12345", "halo", "1234567")] == ["unreadable"] * 4
    assert page.code(sender.code).outcome == "right"


def test_codes_are_a_minute_apart_and_four_an_hour(page: Page, sender) -> None:
    start = page.now
    page.identity(*SITI)
    assert page.resend() == codes.CodeSent("too_soon", start + MINUTE)
    for _ in range(3):
        page.now += MINUTE
        assert page.resend().outcome == "sent"
    page.now += MINUTE
    assert page.resend() == codes.CodeSent("too_many", start + timedelta(hours=1))
    assert len(sender.sent) == 4


@pytest.mark.parametrize("pair", [UNKNOWN, ("0009900000001", "15-3-1988"), ("0009900000010", "5-5-1951")])
def test_whom_no_code_reaches_sees_the_same_as_everybody(page: Page, sender, pair: tuple[str, str]) -> None:
    assert page.identity(*pair) == codes.CodeSent("sent")
    assert sender.sent == []
    shown = page.open().shown_phone or ""
    assert shown.startswith("08")
    assert set(shown[4:-3]) == {"*"}
    assert page.resend().outcome == "too_soon"
    results = [page.code("123456") for _ in range(5)]
    assert [result.tries_left for result in results] == [4, 3, 2, 1, None]
    assert results[-1].outcome == "locked"


def test_the_invented_number_of_an_unknown_card_is_always_the_same(
    page: Page,
    sender,
    conversation_id: UUID,
) -> None:
    page.identity(*UNKNOWN)
    again = Page(page.session, conversation_id, sender, page.now)
    again.identity(*UNKNOWN)
    assert again.open().shown_phone == page.open().shown_phone


def test_faults_of_form_are_told_field_by_field(page: Page) -> None:
    found = page.identity("999999150290001", "31-4-1988")
    assert isinstance(found, list)
    assert [(item.name, item.code) for item in found] == [
        ("number", "number_wrong_length"),
        ("birth_date", "birth_date_impossible"),
    ]
    assert page.open().state == "new"


def test_trouble_with_sending_is_told_to_everybody(page: Page, sender, conversation_id: UUID) -> None:
    sender.down = True
    assert page.identity(*SITI) == codes.CodeSent("sent")
    assert codes.sender_in_trouble(page.session, page.now)
    other = Page(page.session, conversation_id, sender, page.now)
    other.identity(*UNKNOWN)
    assert codes.sender_in_trouble(page.session, page.now)
    sender.down = False
    page.now += MINUTE
    page.resend()
    assert not codes.sender_in_trouble(page.session, page.now)


def test_a_link_is_signed_lives_15_minutes_and_ends_when_a_new_one_is_asked_for(
    page: Page,
    sender,
    conversation_id: UUID,
) -> None:
    token = page.link.url.rpartition("/")[2]
    named, _, signature = token.rpartition(".")
    other = "b" if signature[0] == "a" else "a"  # not the last letter: some of its bits belong to no byte
    assert verification.find_verification(page.session, f"{named}.{other}{signature[1:]}") is None
    assert page.link.expires_at == page.now + 15 * MINUTE
    assert not verification.is_open(page.open(), page.link.expires_at)
    Page(page.session, conversation_id, sender, page.now)
    assert not verification.is_open(page.open(), page.now)


def test_the_first_browser_keeps_the_link(page: Page) -> None:
    assert verification.bind_browser(page.open(), "one")
    assert verification.bind_browser(page.open(), "one")
    assert not verification.bind_browser(page.open(), "other")


def test_asking_for_a_person_ends_the_link_with_the_reason(page: Page, conversation_id: UUID) -> None:
    listener = Listener()
    unsubscribe = events.subscribe(listener)
    verification.ask_agent(page.session, page.open(), "number_changed", page.now)
    unsubscribe()
    assert listener.heard == [(conversation_id, "number_changed")]
    assert not verification.is_open(page.open(), page.now)
