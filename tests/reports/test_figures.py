"""Every figure against fixtures that were counted by hand.

Two days, Monday 23 and Tuesday 24 November 2026 in Jakarta:

| talk | member writes | a person is asked for | agent replies | end | mark |
|---|---|---|---|---|---|
| A web, Monday | 09:00, 09:20, 09:40 | 09:10 (Rina) | 09:12, 09:30, 09:41 | 09:50 resolved | 5 |
| B telegram, Monday | 09:30 | 09:34 (Bayu) | 09:44 | 10:34 resolved | 2 |
| C web, Monday and Tuesday | 23:30, Tue 10:00 | – | – | – | – |
| D web, Tuesday | 14:00 | 14:05 | – | 14:06 abandoned | – |

| talk | the bot understands | about |
|---|---|---|
| A | bill, bill, greeting; handover about complaints | asks for a bed in Sleman; at home in Medan |
| B | handover about complaints | – |
| C, Monday | nothing | at home in Sleman |
| C, Tuesday | beds, yes | beds in Bantul, then in Medan |
| D | handover about beds | – |
"""

import csv
import io
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.complaints.models import Complaint, TimelineEntry
from backend.conversations.contact_regions import asked_about, asked_about_facility, at_home
from backend.conversations.models import Conversation, Message, RasaTurn
from backend.errors import ServiceError
from backend.facilities.models import Facility
from backend.handover.accounts import add_agent
from backend.handover.models import Agent, Handover, Team
from backend.reference.calendar import JAKARTA
from backend.reports.complaints import Sums, by_category, handled
from backend.reports.complaints import as_csv as complaints_csv
from backend.reports.period import Period, period
from backend.reports.report import Report, as_csv, report, rows
from backend.reports.spread import percentile
from backend.reports.topics import topic_of
from backend.sla.clocks import sync
from backend.sla.models import SlaClock

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
MINUTE = 60


def at(clock: str, day: date = MONDAY) -> datetime:
    return datetime.combine(day, datetime.strptime(clock, "%H:%M").time(), JAKARTA)  # noqa: DTZ007 - given a zone here


class World:
    def __init__(self, session: Session) -> None:
        self.session = session
        team = Team(name="Rumah sakit")
        session.add(team)
        session.flush()
        self.agents = {
            name: add_agent(session, name.lower(), name, "agent", "a long password", now=at("07:00"))
            for name in ("Rina", "Bayu")
        }
        self.agents["Rina"].team_id = team.id

    def talk(self, name: str, channel: str, *said: tuple[str, datetime]) -> UUID:
        talk = Conversation(channel=channel, external_id=name, created_at=said[0][1], updated_at=said[-1][1])
        self.session.add(talk)
        self.session.flush()
        for seq, (author, moment) in enumerate(said, 1):
            self.session.add(Message(conversation_id=talk.id, seq=seq, author=author, created_at=moment))
        self.session.flush()
        return talk.id

    def asked(self, talk: UUID, number: str, agent: Agent | None, *times: datetime | None, **more: object) -> None:
        requested, ended = times
        given = {"state": "resolved", "reason": "asked", "topic": "complaints", "priority": "P3"} | more
        handover = Handover(conversation_id=talk, number=number, requested_at=requested, resolved_at=ended, **given)
        handover.agent_id = agent.id if agent else None
        self.session.add(handover)
        self.session.flush()


@pytest.fixture
def found(session: Session) -> Report:
    world = World(session)
    member, agent = "member", "agent"
    a = world.talk(
        "A",
        "webchat",
        (member, at("09:00")),
        ("bot", at("09:01")),
        (agent, at("09:12")),
        (member, at("09:20")),
        (agent, at("09:30")),
        (member, at("09:40")),
        (agent, at("09:41")),
    )
    b = world.talk("B", "telegram", (member, at("09:30")), (agent, at("09:44")))
    c = world.talk("C", "webchat", (member, at("23:30")), (member, at("10:00", TUESDAY)))
    d = world.talk("D", "webchat", (member, at("14:00", TUESDAY)))
    world.talk("before", "webchat", (member, at("23:59", date(2026, 11, 22))))
    world.talk("after", "webchat", (member, at("00:00", date(2026, 11, 25))))
    world.asked(a, "PTG-A", world.agents["Rina"], at("09:10"), at("09:50"), rating=5)
    world.asked(b, "PTG-B", world.agents["Bayu"], at("09:34"), at("10:34"), rating=2)
    world.asked(d, "PTG-D", None, at("14:05", TUESDAY), at("14:06", TUESDAY), state="abandoned", topic="beds")
    _bot_turns(session, a, c)
    _regions(session, a, c)
    _complaints(session)
    sync(session, now=at("00:00", date(2026, 11, 26)))
    return report(session, Period(MONDAY, TUESDAY))


def _bot_turns(session: Session, a: UUID, c: UUID) -> None:
    def turn(talk: UUID, moment: datetime, *intents: str, action: str = "action_listen") -> None:
        said = [{"event": "user", "parse_data": {"intent": {"name": intent}}} for intent in intents]
        events = [*said, {"event": "action", "name": action}]
        session.add(RasaTurn(sender_id=str(talk), session=1, events=events, sealed=[], created_at=moment))

    for intent in ("check_contribution", "check_contribution", "greet"):
        turn(a, at("09:00"), intent)
    turn(a, at("09:05"))
    turn(c, at("23:30"), "nlu_fallback", action="action_default_fallback")
    for intent in ("check_bed_availability", "check_bed_availability", "affirm"):
        turn(c, at("10:00", TUESDAY), intent)
    turn(c, at("09:00", date(2026, 11, 20)), "check_contribution")


def _regions(session: Session, a: UUID, c: UUID) -> None:
    facilities = {"S": ("Sleman", "3404"), "M": ("Medan", "1271"), "B": ("Bantul", "3402")}
    for code, (name, regency) in facilities.items():
        given = {"type": "puskesmas", "regency_code": regency, "regency": name, "province": "x", "latitude": 0}
        session.add(
            Facility(code=code, name=name, time_zone="Asia/Jakarta", longitude=0, updated_at=at("08:00"), **given)
        )
    session.flush()
    asked_about(session, a, "3404", now=at("09:00"))
    at_home(session, a, "M", now=at("09:02"))
    asked_about(session, a, None, now=at("09:03"))
    at_home(session, c, "S", now=at("23:31"))
    for code in ("B", "M", "no such"):
        asked_about_facility(session, c, code, now=at("10:01", TUESDAY))
    asked_about(session, uuid4(), "3404", now=at("09:00"))


def _complaints(session: Session) -> None:
    """Three are resolved on Monday and one of them is reopened; one more is resolved before the period."""
    for n, (resolved, again) in enumerate(
        ((MONDAY, False), (MONDAY, True), (MONDAY, False), (date(2026, 11, 20), True))
    ):
        made = Complaint(
            ticket=f"PGD-{n}", access_code="X", kind="complaint", category="queue" if n else "app", priority="P3",
            urgency_reason="routine", status="reopened" if again else "resolved", chronology="x", reporter="other",
            language="id", consent_version="1", consent_at=at("08:00"), due_on=TUESDAY, updated_at=at("08:00"),
            filed_at=at("08:00", MONDAY if n < 3 else date(2026, 11, 20)),
        )  # fmt: skip
        made.timeline = [TimelineEntry(at=at("09:00", resolved), author="agent", code="status_resolved")]
        if again:
            made.timeline.append(TimelineEntry(at=at("10:00", TUESDAY), author="member", code="reopened"))
        session.add(made)
    session.flush()


def test_contacts_by_day_hour_channel_and_region(found: Report) -> None:
    volume = found.volume
    assert (volume.contacts, volume.contained, volume.containment) == (5, 2, 0.4)
    assert volume.by_day == {MONDAY: 3, TUESDAY: 2}
    assert {hour: count for hour, count in enumerate(volume.by_hour) if count} == {9: 2, 10: 1, 14: 1, 23: 1}
    assert volume.by_channel == {"webchat": 4, "telegram": 1}
    assert volume.by_region == {"Kabupaten Sleman": 2, "unknown": 2, "Kota Medan": 1}
    assert volume.by_topic == {"complaints": 2, "beds": 2, "contributions": 1}
    asked = {"check_bed_availability": 2, "check_contribution": 2, "affirm": 1, "greet": 1, "nlu_fallback": 1}
    assert volume.by_intent == asked


def test_every_intent_of_the_assistant_has_its_topic() -> None:
    domain = yaml.safe_load((Path(__file__).parents[2] / "domain.yml").read_text("utf-8"))
    intents = {name if isinstance(name, str) else next(iter(name)) for name in domain["intents"]}
    assert intents <= set(topic_of())


def test_time_with_the_bot_and_with_people_apart(found: Report) -> None:
    times = found.times
    assert (times.handovers, times.resolved) == (3, 2)
    assert (times.bot.count, times.bot.p50) == (3, 5 * MINUTE)  # 10, 4 and 5 minutes
    assert times.bot.p90 == pytest.approx(9 * MINUTE)
    assert (times.first_reply.count, times.first_reply.p50) == (2, 6 * MINUTE)  # 2 and 10
    assert times.first_reply.p90 == pytest.approx(9.2 * MINUTE)
    assert (times.next_reply.count, times.next_reply.p50) == (2, 5.5 * MINUTE)  # 10 and 1
    assert (times.resolution.count, times.resolution.p50) == (2, 50 * MINUTE)  # 40 and 60
    assert (times.ratings, times.csat) == (2, 3.5)


def test_by_agent_and_team(found: Report) -> None:
    assert set(found.agents) == {"Bayu", "Rina"} and set(found.teams) == {"Rumah sakit"}
    rina, team = found.agents["Rina"], found.teams["Rumah sakit"]
    assert (rina.handovers, rina.first_reply.p50, rina.resolution.p50, rina.csat) == (1, 2 * MINUTE, 40 * MINUTE, 5)
    assert team == rina
    assert (found.agents["Bayu"].first_reply.p50, found.agents["Bayu"].next_reply.count) == (10 * MINUTE, 0)


def test_agents_of_one_name_keep_figures_of_their_own(session: Session) -> None:
    world = World(session)
    namesake = add_agent(session, "rina2", "Rina", "agent", "a long password", now=at("07:00"))
    for number, agent in enumerate((world.agents["Rina"], namesake)):
        talk = world.talk(f"N{number}", "webchat", ("member", at("09:00")), ("agent", at("09:05")))
        world.asked(talk, f"PTG-N{number}", agent, at("09:01"), at("09:10"), rating=5 - number)
    agents = report(session, Period(MONDAY, TUESDAY)).agents
    assert {name: each.csat for name, each in agents.items()} == {"Rina (rina)": 5, "Rina (rina2)": 4}


def test_targets_of_talks(found: Report) -> None:
    """P3: first reply in 5 minutes (A kept, B not), next in 10 (A twice kept), resolution in 480 (both kept)."""
    sla = {key: (share.part, share.whole) for key, share in found.quality.sla.items() if key[0] == "handover"}
    assert sla == {
        ("handover", "first_reply"): (1, 2),
        ("handover", "next_reply"): (2, 2),
        ("handover", "resolution"): (2, 2),
    }


def test_a_target_that_is_missed_and_still_open_counts_as_missed(session: Session) -> None:
    clock = SlaClock(subject="handover", subject_id=UUID(int=1), number="PTG-X", priority="P1", measure="first_reply")
    clock.started_at, clock.state, clock.breached_at = at("09:00"), "running", at("09:01")
    session.add(clock)
    session.flush()
    assert report(session, Period(MONDAY, MONDAY)).quality.sla_all.value == 0


def test_fallback_reopened_and_complaints(found: Report) -> None:
    quality = found.quality
    assert (quality.fallback.part, quality.fallback.whole, quality.fallback.value) == (1, 7, 1 / 7)
    assert (quality.reopened.part, quality.reopened.whole) == (1, 3)
    assert (quality.complaints_filed, quality.complaints_resolved) == (3, 3)
    assert quality.by_category == {"queue": 2, "app": 1}


def test_each_complaint_is_answered_in_time_or_not(session: Session) -> None:
    """Answered before and behind 08:30, not answered after it; the fourth has only the promised day."""
    _complaints(session)
    query = select(Complaint).order_by(Complaint.ticket)
    filed = list(session.scalars(query))
    for complaint, answered, due in zip(
        filed, ("08:30", "08:31", "", ""), ("08:30", "08:30", "08:30", ""), strict=True
    ):
        complaint.status, complaint.resolved_at = ("resolved", at(answered)) if answered else ("in_progress", None)
        complaint.filed_at, complaint.due_at = at("08:00"), at(due) if due else None
    filed[2].owner_name, filed[2].category = "=Cabang", "app"
    session.flush()
    found = handled(session, Period(MONDAY, TUESDAY), now=at("23:59", TUESDAY))
    assert [each.in_time for each in found] == ["in_time", "late", "overdue", "open"]
    assert by_category(found) == {"app": Sums(2, 1, 0, 1, 0), "queue": Sums(2, 0, 1, 0, 1)}
    read = list(csv.DictReader(io.StringIO(complaints_csv(found))))
    assert (read[0]["first_step_at"], read[0]["due_at"]) == ("2026-11-23 09:00+07:00", "2026-11-23 08:30+07:00")
    assert (read[2]["answered_at"], read[2]["owner"], read[2]["promised_on"]) == ("", "'=Cabang", "2026-11-24")
    filed[2].merged_into_id = filed[0].id
    assert len(handled(session, Period(MONDAY, TUESDAY), now=at("09:00"))) == 3, "a duplicate counts with its main one"


def test_an_empty_period_has_no_figures_and_no_errors(session: Session) -> None:
    empty = report(session, Period(MONDAY, TUESDAY))
    assert (empty.volume.contacts, empty.volume.containment, empty.times.csat) == (0, None, None)
    assert (empty.quality.sla_all.value, empty.quality.fallback.value) == (None, None)


def test_csv_has_every_figure(found: Report) -> None:
    read = list(csv.reader(io.StringIO(as_csv(found))))
    assert read[0] == ["section", "name", "figure", "value"]
    assert len(read) == 1 + len(list(rows(found)))
    assert ["volume", "all", "contacts", "5"] in read
    assert ["agent", "Rina", "first_reply_p50_seconds", "120.0"] in read
    assert ["sla", "handover", "first_reply_met", "1"] in read


def test_names_are_no_formulas(session: Session) -> None:
    world = World(session)
    world.agents["Bayu"].name = "=1+1"
    talk = world.talk("A", "webchat", ("member", at("09:00")))
    world.asked(talk, "PTG-A", world.agents["Bayu"], at("09:10"), at("09:50"))
    assert "\nagent,'=1+1,handovers,1" in as_csv(report(session, Period(MONDAY, MONDAY))).replace("\r", "")


@pytest.mark.parametrize(("share", "value"), [(0, 1), (0.5, 2.5), (0.9, 3.7), (1, 4)])
def test_percentiles(share: float, value: float) -> None:
    assert percentile([1, 2, 3, 4], share) == pytest.approx(value)


def test_periods_that_cannot_be(now: datetime) -> None:
    assert period(None, None, now=now) == Period(date(2026, 11, 16), date(2026, 11, 22))
    for first, last in ((TUESDAY, MONDAY), (MONDAY - timedelta(days=500), MONDAY)):
        with pytest.raises(ServiceError, match="period_wrong"):
            period(first, last, now=now)
