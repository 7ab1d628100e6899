"""Conversations of the demonstration: some wait, some are put aside, the others are over."""

import random
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from backend.conversations.contact_regions import asked_about
from backend.conversations.messages import InboundMessage, Reply
from backend.conversations.models import Conversation, Delivery
from backend.conversations.service import receive, record_answer
from backend.demo.people import person
from backend.handover import canned, service, work
from backend.handover.line import get_handover
from backend.handover.models import Agent, Handover, Team
from backend.identity.viewer import VERIFIED
from backend.learning.collect import take
from backend.learning.heard import Heard
from backend.regions.catalogue import find_regency

_STEP = timedelta(seconds=40)
_CONTEXT = ("summary", "intent", "confidence")
_TEAMS = {"Kepesertaan dan iuran": ("agen1", "agen2"), "Rumah sakit": ("agen3",)}
_SKILLS: dict[str, dict[str, Any]] = {"agen1": {"languages": ["id"]}, "agen3": {"capacity": 5}}
_CANNED = {
    "salam": "{salam}, Bapak/Ibu {nama_peserta}. Saya {nama_petugas}, ada yang dapat saya bantu?",
    "tunggu": "Mohon menunggu sebentar, kami sedang memeriksa data Bapak/Ibu.",
    "bukti-bayar": "Mohon kirim foto bukti pembayaran di percakapan ini, supaya dapat kami cocokkan.",
    "pengaduan": "Pengaduan Bapak/Ibu tercatat dengan nomor {nomor_pengaduan}. Kami kabari di percakapan ini.",
    "darurat": "Dalam keadaan darurat, segera ke IGD terdekat atau hubungi 119. IGD tidak boleh meminta uang muka.",
    "penutup": "Terima kasih sudah menghubungi kami. Semoga sehat selalu, Bapak/Ibu {nama_peserta}.",
}


def load(session: Session, *, now: datetime, rng: random.Random) -> None:
    """Adds teams, canned texts and the conversations of ``talks.yml``; accounts and members must be there before."""
    agents = {agent.login: agent for agent in session.scalars(select(Agent))}
    for name, logins in _TEAMS.items():
        team = Team(name=name)
        session.add(team)
        session.flush()
        for login in logins:
            agents[login].team_id = team.id
    for login, skills in _SKILLS.items():
        for field, value in skills.items():
            setattr(agents[login], field, value)
    for code, text in _CANNED.items():
        canned.save(session, agents["supervisor"], code, text, shared=True, now=now)
    for row in yaml.safe_load(Path(__file__).with_name("talks.yml").read_text("utf-8")):
        _Talk(session, row, agents, now, rng).play()


class _Talk:
    """One row, played step by step, each with its own moment in the past."""

    def __init__(
        self, session: Session, row: dict[str, Any], agents: dict[str, Agent], now: datetime, rng: random.Random
    ) -> None:
        self.session, self.row, self.now = session, row, now
        self.agent = agents.get(row.get("agent", ""))
        self.clock = now - timedelta(minutes=row["ago"]) - _STEP * len(row["said"])
        self.chat = f"demo-{uuid.UUID(int=rng.getrandbits(128))}"
        self.conversation_id = uuid.UUID(int=0)
        self.handover_id = uuid.UUID(int=0)
        self.seq = 0

    def play(self) -> None:
        """The whole way of the conversation."""
        for step in self.row["said"]:
            self._step(step)
        self._learn()
        self._answered()
        if "alone" not in self.row:
            self._with_a_person()
        arrived = update(Delivery).where(Delivery.conversation_id == self.conversation_id)
        self.session.execute(arrived.values(state="sent"))

    def _with_a_person(self) -> None:
        self._ask()
        if self.agent:
            self.clock += _STEP
            work.claim(self.session, self.handover_id, self.agent.id, self.clock)
        for step in self.row.get("then", []):
            self._step(step)
        self._end()

    def _answered(self) -> None:
        conversation = self.session.get_one(Conversation, self.conversation_id)
        conversation.answered_seq = conversation.last_member_seq

    def _learn(self) -> None:
        """What the review page is shown of the first message."""
        row = self.row
        if "intent" not in row:
            return
        label, text = row["intent"], row["said"][0]["m"]
        guesses = row.get("guesses", [{"label": label, "confidence": row["confidence"]}])
        fell_back = label == "nlu_fallback"
        heard = Heard(self.conversation_id, 1, self.clock, text, label, row["confidence"], guesses, fell_back)
        take(self.session, heard, to_person="alone" not in row)

    def _step(self, step: dict[str, str]) -> None:
        ((who, text),) = step.items()
        self.clock = min(self.clock + _STEP, self.now)
        if who == "m":
            self._member(text)
        elif who == "b":
            record_answer(self.session, self.conversation_id, self.seq, [Reply(text)], now=self.clock)
        elif self.agent:
            act = work.note if who == "n" else work.reply
            act(self.session, self.handover_id, self.agent, text, self.clock)

    def _member(self, text: str) -> None:
        channel, locale = self.row.get("channel", "web"), self.row.get("locale", "id")
        inbound = InboundMessage(channel, self.chat, f"{self.chat}-{self.clock.isoformat()}"[-64:], text)
        named = InboundMessage(**(vars(inbound) | {"locale": locale, "display_name": self.row["name"]}))
        receipt = receive(self.session, named, now=self.clock)
        self.conversation_id, self.seq = receipt.conversation_id, receipt.seq

    def _ask(self) -> None:
        row = self.row
        there = find_regency("", row["place"])
        asked_about(self.session, self.conversation_id, there.code if there else None, now=self.clock)
        context = {key: row[key] for key in _CONTEXT if key in row}
        context["slots"] = {"place": row["place"], **row.get("slots", {})}
        ticket = service.request(
            self.session,
            self.conversation_id,
            reason=row["reason"],
            topic=row["topic"],
            priority=row["priority"],
            context=context,
            now=self.now - timedelta(minutes=row["ago"]),
        )
        self.handover_id = ticket.handover_id
        handover = get_handover(self.session, self.handover_id)
        handover.labels = row.get("labels", [])
        if "member" in row:
            handover.member_id, handover.identity_level = person(row["member"]).member_id, VERIFIED

    def _end(self) -> None:
        end, handover = self.row.get("end"), self.session.get_one(Handover, self.handover_id)
        self.clock = min(self.clock + _STEP, self.now)
        if self.agent and end == "resolved":
            work.resolve(self.session, handover.id, self.agent.id, self.clock)
            service.rate(self.session, self.conversation_id, self.row["rating"], now=self.clock)
        elif self.agent and end == "returned":
            work.to_bot(self.session, handover.id, self.agent, self.clock)
        elif end == "snoozed":
            handover.snoozed_until = self.now + timedelta(hours=4)
