"""The demonstration's consultations: hours, a doctor, one that is over, one for now and one to come."""

import random
import uuid
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from sqlalchemy.orm import Session

from backend.accounts import second_factor
from backend.conversations.messages import InboundMessage
from backend.conversations.models import Conversation
from backend.conversations.service import receive
from backend.demo.console import DEMO_FACTOR, DEMO_PASSWORD
from backend.demo.people import person
from backend.demo.queues import facility_named
from backend.facilities.models import Facility
from backend.handover.accounts import add_agent
from backend.handover.models import Agent
from backend.identity.viewer import VERIFIED, Viewer
from backend.membership.models import Member
from backend.privacy.audit import Access
from backend.reference.calendar import today_in_jakarta
from backend.teleconsultation import doctor, service, signs, slots
from backend.teleconsultation.models import Consultation, ConsultationHours
from backend.teleconsultation.people import Asked
from backend.teleconsultation.service import Wish

DOCTOR = ("dokter", "dr. Wening Kartika", "doctor")
"""Login, invented name and role; password and second factor are those of the other demonstration accounts."""
_STEP = timedelta(minutes=1)


def load(session: Session, *, now: datetime, rng: random.Random) -> None:
    """Adds hours, the doctor and the consultations; facilities, members and accounts must be there before."""
    data = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    for name, city in data["facilities"]:
        session.add_all(_hours(facility_named(session, name, city).code, data["hours"]))
    own = facility_named(session, data["doctor"]["facility"], data["doctor"]["city"])
    made = add_agent(session, *DOCTOR, DEMO_PASSWORD, facility=own.code, now=now)
    second_factor.give(session, made, DEMO_FACTOR, now=now)
    days = timedelta(days=data["past"]["days_ago"])
    _consult(session, made, _book(session, own, data["past"], now - days, rng), data["past"], rng)
    for each in data["booked"]:
        booked = _book(session, own, each, now, rng)
        if each is data["booked"][0]:
            booked.starts_at = now.replace(second=0, microsecond=0)  # the doctor can open it at once


def _hours(code: str, data: dict[str, Any]) -> list[ConsultationHours]:
    return [
        ConsultationHours(
            facility_code=code,
            weekday=weekday,
            starts=time.fromisoformat(starts),
            ends=time.fromisoformat(ends),
            minutes=data["minutes"],
        )
        for weekday in data["weekdays"]
        for starts, ends in data["spans"]
    ]


def _chat(session: Session, name: str, words: str, at: datetime, rng: random.Random) -> Conversation:
    """A web chat of a member, in which the bot has nothing left to answer."""
    chat = f"demo-{uuid.UUID(int=rng.getrandbits(128))}"
    inbound = InboundMessage("web", chat, chat, words, display_name=name)
    found = session.get_one(Conversation, receive(session, inbound, now=at).conversation_id)
    found.answered_seq = found.last_member_seq
    return found


def _book(session: Session, facility: Facility, data: dict[str, Any], at: datetime, rng: random.Random) -> Consultation:
    member = session.get_one(Member, person(data["member"]).member_id)
    chat = _chat(session, member.name, "mau konsultasi dokter online", at, rng)
    asked = Asked(Viewer(VERIFIED, member.id), None, Access.bot(chat.id, "teleconsultation"), at)
    answers = dict.fromkeys(signs.asked_of(member, today_in_jakarta(at)), False)
    first = slots.free_slots(session, facility, now=at, limit=1)[0]
    return service.request(session, asked, Wish(data["complaint"], answers, first.starts_at, True, True))


def _consult(session: Session, made: Agent, booked: Consultation, data: dict[str, Any], rng: random.Random) -> None:
    """Plays a consultation from opening to summary."""
    at, conversation_id = booked.starts_at, booked.conversation_id
    doctor.start(session, made, booked.receipt, now=at)
    for step in data["said"]:
        ((who, text),) = step.items()
        at += _STEP
        if who == "d":
            doctor.reply(session, made, booked.receipt, text, key=UUID(int=rng.getrandbits(128)), now=at)
        elif conversation_id is not None:
            chat = session.get_one(Conversation, conversation_id)
            receive(session, InboundMessage(chat.channel, chat.external_id, f"{at.timestamp()}", text), now=at)
    come_in = today_in_jakarta(at) + timedelta(days=data["come_in_days"])
    ending = doctor.Ending(data["summary"], data["advice"], come_in_on=come_in)
    doctor.finish(session, made, booked.receipt, ending, now=at + _STEP)
