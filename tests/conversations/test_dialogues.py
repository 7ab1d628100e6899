"""The dialogues of ``*.yml`` beside this file, through the web chat API of a running assistant.

A dialogue has a ``name``, a ``kind``, perhaps a ``locale``, ``days`` of the month on which it applies (enrolling for
instalments ends on the 28th; on other days a system is used whose clock is ahead), ``undo`` (what was paid is forgotten
afterwards), and ``turns``. A turn does one thing (``say``, ``press``, ``locate``, ``attach``, ``verify``,
``phone_code``; ``elsewhere``: in another conversation;
``pay``: somebody pays a member's virtual account at the demonstration's bank; ``consent``: the answer on the bank's
page for autodebit; ``debits``: the bank debits; ``agree``: a helper's page, where the member's code is typed, or a
wrong ``code``, or staff are asked (``ask``); ``agent``: what an agent decides of that;
``new_chat``: somebody else writes in another conversation; ``day_comes``: it is the day of a member's booking) and then
says what must be so:
``expect`` and ``reject`` (words of the replies; ``re:`` begins a pattern), ``buttons`` (part of a title), ``card``
(its type), ``handled_by``, ``unseen`` (words that stand in no message of the chat that agents may read), ``sealed``
(words that stand nowhere in the database as they were written).
"""

import base64
import re
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from tests.support.chat import WebMember
from tests.support.helping import HelperPage, decides, meanwhile
from tests.support.money import undone
from tests.support.notices import leave_notice
from tests.support.queues import day_has_come
from tests.support.running import System
from tests.support.transcripts import in_the_clear, open_to_agents
from tests.support.verifying import demo_member, type_newest_code, verify

JAKARTA = ZoneInfo("Asia/Jakarta")
ACTIONS = (
    "say",
    "press",
    "locate",
    "attach",
    "verify",
    "phone_code",
    "elsewhere",
    "pay",
    "consent",
    "debits",
    "notice",
    "day_comes",
    "agree",
    "agent",
    "new_chat",
)
HERE = Path(__file__).parent
PHOTO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def applies(dialogue: dict[str, Any]) -> bool:
    """Whether a dialogue can happen today (in Jakarta); else it is played where the clock is ahead."""
    first, last = dialogue.get("days", [1, 31])
    return bool(first <= datetime.now(JAKARTA).day <= last)


def dialogues() -> list[Any]:
    """All dialogues, named by file and name."""
    found = []
    for path in sorted(HERE.glob("*.yml")):
        loaded = yaml.safe_load(path.read_text("utf-8"))
        found += [pytest.param(dialogue, id=f"{path.stem}: {dialogue['name']}") for dialogue in loaded]
    return found


class Player:
    """Plays the member's part of one dialogue."""

    def __init__(self, system: System, locale: str) -> None:
        self.system = system
        self.member: Any = WebMember(system.url, locale)
        self.links: list[str] = []
        self.said: list[str] = []
        self.page: HelperPage | None = None

    def play(self, turn: dict[str, Any]) -> list[str]:
        """Does what the turn says; gives the replies. ``meanwhile``: something happens elsewhere before."""
        for what, member in turn.get("meanwhile", {}).items():
            meanwhile(self.system.database_url, what, member or "")
        for action in ACTIONS:
            if action in turn:
                texts = getattr(self, action)(turn[action])
                self.said += texts
                self.links += [card["url"] for card in self.member.cards if card["type"] == "link"]
                return list(texts)
        self.member.read()
        return []

    def say(self, words: str) -> list[str]:
        return self.member.say(words)

    def press(self, title: str) -> list[str]:
        return self.member.press(title)

    def locate(self, point: list[float]) -> list[str]:
        return self.member.send(location={"latitude": point[0], "longitude": point[1]})

    def attach(self, _what: str) -> list[str]:
        files = {"file": ("foto.png", PHOTO, "image/png")}
        stored = self.member.http.post(f"{self.member.api}/attachments", files=files, timeout=10)
        assert stored.status_code == 201, stored.text
        return self.member.send(attachments=[stored.json()["id"]])

    def verify(self, who: str | dict[str, Any]) -> list[str]:
        name, wrong_first = (who, False) if isinstance(who, str) else (who["name"], who["wrong_first"])
        assert self.links, "no verification link was offered"
        before = self.member.read()["answered_upto"]
        verify(self.system.url, self.system.database_url, self.links[-1], name, wrong_first=wrong_first)
        return self.member.wait_for(before + 1)

    def pay(self, payment: dict[str, Any]) -> list[str]:
        account = f"88888{demo_member(payment['family'])['card_number'][-11:]}"
        form = {"bank": "BRI", "account": account, "amount": payment["amount"], "habit": payment.get("habit", "once")}
        return self.at_the_bank(f"{self.system.url}/demo/bank", form)

    def consent(self, answer: dict[str, str]) -> list[str]:
        return self.at_the_bank(self.links[-1], {"account": "enough", "answer": "yes", **answer})

    def debits(self, _what: object) -> list[str]:
        return self.at_the_bank(f"{self.system.url}/demo/bank/debits", {})

    def at_the_bank(self, url: str, form: dict[str, Any]) -> list[str]:
        """Something happens at the bank; gives what the bot says of it by itself."""
        before = self.member.read()["answered_upto"]
        done = self.member.http.post(url, data=form, timeout=20)
        assert done.status_code == 200, done.text
        return self.member.wait_for(before + 1)

    def elsewhere(self, words: str) -> list[str]:
        """Says something in another conversation, with the registration's number and code from this one."""
        number = re.search(r"DFT-\w{4}-\w{4}-\w", "\n".join(self.said))
        code = re.search(r"kode lanjut (\w{6})", "\n".join(self.said))
        assert number and code, self.said
        self.member = WebMember(self.system.url)
        return self.say(words.format(number=number.group(), code=code.group(1)))

    def notice(self, what: dict[str, Any]) -> list[str]:
        """Something has become due; gives what the bot says of it by itself."""
        before = self.member.read()["answered_upto"]
        leave_notice(self.system.database_url, self.member.conversation_id, what["kind"], what["facts"])
        return self.member.wait_for(before + 1)

    def agree(self, helping: dict[str, Any]) -> list[str]:
        """Who helps whom, and the code; what the page says counts as said, then what the bot says by itself."""
        before = self.member.read()["answered_upto"]
        if self.page is None or self.page.link != self.links[-1]:
            self.page = HelperPage(self.system.url, self.system.database_url, self.links[-1])
        page = self.page
        page.names(helping["member"], helping["as"], helping["kind"], standing=helping.get("standing", False))
        if "ask" in helping:
            page.asks_staff(helping["ask"], PHOTO)
        elif not helping.get("stays"):
            page.types(helping.get("code"))
        told = [] if set(helping) & {"ask", "code", "stays"} else self.member.wait_for(before + 1)
        return [page.page, *told]

    def new_chat(self, words: str) -> list[str]:
        """Somebody else writes, in a conversation of their own."""
        self.member = WebMember(self.system.url)
        return self.say(words)

    def agent(self, decision: dict[str, str]) -> list[str]:
        before = self.member.read()["answered_upto"]
        decides(self.system, decision["outcome"], decision["note"])
        return self.member.wait_for(before + 1)

    def day_comes(self, name: str) -> list[str]:
        """The day of a member's booking has come."""
        day_has_come(self.system.database_url, name)
        return []

    def phone_code(self, _what: str) -> list[str]:
        """Types the newest code of the inbox on the page that the last link opens; the chat says what came of it."""
        type_newest_code(self.system.url, self.links[-1])
        return [message["text"] for message in self.member.read(wait=2)["messages"]]


def matches(pattern: str, text: str) -> bool:
    if pattern.startswith("re:"):
        return re.search(pattern[3:], text, re.IGNORECASE) is not None
    return pattern.lower() in text.lower()


def check(turn: dict[str, Any], texts: list[str], member: WebMember) -> None:
    said = "\n".join(texts)
    missing = [words for words in turn.get("expect", []) if not matches(words, said)]
    unwanted = [words for words in turn.get("reject", []) if matches(words, said)]
    titles = [button["title"] for button in member.buttons]
    absent = [words for words in turn.get("buttons", []) if not any(words.lower() in t.lower() for t in titles)]
    assert not (missing or unwanted or absent), (
        f"{turn}\nmissing {missing} unwanted {unwanted} no button {absent}\n{said}\n{titles}"
    )
    if "card" in turn:
        assert turn["card"] in [card["type"] for card in member.cards]
    if "handled_by" in turn:
        assert member.handled_by == turn["handled_by"]


@pytest.mark.parametrize("dialogue", dialogues())
def test_dialogue(dialogue: dict[str, Any], request: pytest.FixtureRequest) -> None:
    system: System = request.getfixturevalue("assistant" if applies(dialogue) else "another_day")
    player = Player(system, dialogue.get("locale", "id"))
    with undone(system.database_url) if dialogue.get("undo") else nullcontext():
        for turn in dialogue["turns"]:
            check(turn, player.play(turn), player.member)
            if "unseen" in turn:
                read = open_to_agents(system.database_url, player.member.conversation_id)
                assert not [words for words in turn["unseen"] if matches(words, "\n".join(read))], read
            for words in turn.get("sealed", []):
                assert in_the_clear(system.database_url, words) == []
