"""Registration: which kind, begun or gone on with; the backend keeps the answers and says what is missing."""

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk.events import EventType

from bot.actions.amounts import values_today
from bot.actions.backend import Refusal, call
from bot.actions.change_kit import Begins
from bot.actions.contribution_wage import say_added_cost
from bot.actions.membership_class import class_in
from bot.actions.outcomes import refuse
from bot.actions.press import press
from bot.actions.reading import Reading
from bot.actions.registration_form import FORM, NEWBORN_DAYS, NEWBORN_NIK, say_if_late
from bot.actions.registration_questions import read_back
from bot.actions.registration_reading import as_answer, told_of_baby
from bot.actions.shown import open_form
from bot.actions.texts import Say
from bot.actions.topic import topic_of_service
from bot.actions.verify import REQUIRED

INTENTS = {"register_new_member": None, "add_family_member": "family", "register_newborn": "newborn"}
KINDS = ("new", "family", "newborn", "job_loss", "foreigner")
SELF_PAYING = frozenset({"new", "job_loss", "foreigner"})
"""Kinds that choose a class."""
ELSEWHERE = ("employee", "state")
"""Who is registered by others; they are told by whom."""
RECEIPT = re.compile(r"\bDFT[\s\-‐‑–—_.]*(?:[A-Z0-9][\s\-‐‑–—_.]*){8}[A-Z0-9]\b", re.I)
RESUME_WORDS = 12
"""In a longer story "terus" goes on with the story."""
_CODE = re.compile(r"(?<![A-Z0-9])[A-Z0-9]{6}(?![A-Z0-9])", re.I)
_RESUME = re.compile(r"\b(?:lanjut\w*|terus\w*|sambung\w*|continue|resume|go on)\b", re.I)
_WORDS = (
    ("newborn", re.compile(r"\b(?:bayi|baru lahir|newborn|baby)\b", re.I)),
    (
        "foreigner",
        re.compile(r"\b(?:wna|orang asing|warga asing|warga negara asing|foreigner|kitas|kitap|expat)\b", re.I),
    ),
    (
        "job_loss",
        re.compile(
            r"\b(?:phk|resign|berhenti (?:kerja|bekerja)|keluar (?:dari )?kerja|di-?pecat|laid off|lost my job)\b", re.I
        ),
    ),
    ("state", re.compile(r"\b(?:pbi|gratis|kurang mampu|tidak mampu|miskin|bantuan pemerintah)\b", re.I)),
    (
        "employee",
        re.compile(r"\b(?:karyawan|pegawai|pekerja|perusahaan|kantor tempat kerja|employee|employer)\b", re.I),
    ),
    ("new", re.compile(r"\b(?:mandiri|sendiri|pbpu|keluarga saya|sekeluarga|satu keluarga|self)\b", re.I)),
)


def kind_in(text: str) -> str | None:
    """The kind of registration that words ask for."""
    return next((kind for kind, pattern in _WORDS if pattern.search(text)), None)


def _says_resume(text: str, kind: str | None) -> bool:
    """ "lanjut" alone means a registration that was begun; "lanjut jadi mandiri" is a new one."""
    short = len(text.split()) <= RESUME_WORDS
    return (
        short
        and bool(_RESUME.search(text))
        and (kind is None or "daftar" in text.lower() or "registration" in text.lower())
    )


def _whom(say: Say, view: Mapping[str, Any]) -> str:
    """For whom a registration was begun, where that is known."""
    named = view["shown"].get("name") or view["shown"].get("choice")
    return say.lead("utter_registration_resumed_for", name=named) if named else ""


class Register(Begins):
    """Asks which kind, tells where it happens elsewhere, or opens the form."""

    action = "action_register"
    wish_slot = "membership_wish"

    def read(self, reading: Reading) -> dict[str, Any]:
        """The kind, or the number and code of one that was begun."""
        found = None if reading.pressed else RECEIPT.search(reading.text)
        rest = reading.text[: found.start()] + reading.text[found.end() :] if found else ""
        codes = [word for word in _CODE.findall(rest) if any(c.isdigit() for c in word) or word.isupper()]
        value = reading.entity("value") if reading.pressed else kind_in(reading.text)
        kind = INTENTS.get(reading.intent) or value
        resume = value == "resume" or (not reading.pressed and _says_resume(reading.text, kind))
        return {"kind": kind, "receipt": found.group() if found else None, "code": codes[-1] if codes else None,
                "resume": resume, "told": _told_in(reading, kind)}  # fmt: skip

    def adds(self, reading: Reading, wish: Mapping[str, Any]) -> dict[str, Any]:
        """What is told of a baby, or of the class, while the page is waited for."""
        told = _told_in(reading, wish.get("kind"))
        return {"told": {**(wish.get("told") or {}), **told}} if told else {}

    async def tell(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        """One of the ways."""
        if wish.get("receipt"):
            return await self._resume(reading, say, wish)
        if wish.get("resume") and (opened := await self._unfinished(reading, say)) is not None:
            return opened
        kind = wish.get("kind")
        if kind in ELSEWHERE:
            say(f"utter_registration_{kind}")
            return []
        if kind not in KINDS:
            _ask_kind(say)
            return topic_of_service("register_new_member")
        view = await self._begin(reading, say, str(kind))
        if view and (told := wish.get("told")):
            view = await self._with_told(reading, say, view, told)
        about = next((intent for intent, one in INTENTS.items() if one == kind), "")
        return open_form(reading, FORM, view=view) if view else topic_of_service(about)

    async def _begin(self, reading: Reading, say: Say, kind: str) -> dict[str, Any] | None:
        try:
            view: dict[str, Any] = await call(reading, "POST", "/registrations", step=kind, json={"kind": kind})
        except Refusal as refusal:
            if refusal.code == REQUIRED:
                raise
            refuse(say, refusal)
            if refusal.code == "register_with_employer":
                await say_added_cost(reading, say)
            return None
        begun = len(view["missing"]) < len(view["steps"])
        name = "resumed" if begun else f"begin_{kind}"
        limits = await values_today(reading, days=NEWBORN_DAYS, months=NEWBORN_NIK) if kind == "newborn" else {}
        whom = _whom(say, view)
        say(f"utter_registration_{name}", receipt=view["receipt"], code=view["access_code"], whom=whom, **limits)
        return view

    async def _with_told(
        self, reading: Reading, say: Say, view: dict[str, Any], told: Mapping[str, str]
    ) -> dict[str, Any]:
        """The registration with what came with the wish, which is said in one line."""
        before = view["missing"]
        for field, words in told.items():
            view = await self._told(reading, view, field, words)
        taken = [field for field in told if field in before and field not in view["missing"]]
        noted = [_in_words(say, field, read_back(say, view)[field]) for field in taken]
        if noted:
            say("utter_noted", value=", ".join(noted))
        if "birth_date" in told:
            await say_if_late(reading, say, view)
        return view

    async def _told(self, reading: Reading, view: dict[str, Any], field: str, words: str) -> dict[str, Any]:
        """What the rules refuse, or was answered before, is left to its question."""
        if field not in view["missing"]:
            return view
        path, body = f"/registrations/{view['receipt']}/answers", {"field": field, **as_answer(field, words)}
        try:
            return dict(await call(reading, "POST", path, step=field, json=body))
        except Refusal as refusal:
            if refusal.code == REQUIRED:
                raise
            return view

    async def _resume(self, reading: Reading, say: Say, wish: Mapping[str, Any]) -> list[EventType]:
        if not wish.get("code"):
            say("utter_registration_code_needed")
            return []
        body = {"receipt": wish["receipt"], "code": wish["code"]}
        view = await call(reading, "POST", "/registrations/resume", step="resume", json=body)
        return self._go_on(reading, say, view)

    async def _unfinished(self, reading: Reading, say: Say) -> list[EventType] | None:
        """The newest one that was begun here; without one, how to go on with one from elsewhere."""
        found = await call(reading, "GET", "/registrations")
        open_ones = [one for one in found if one["state"] in ("draft", "needs_documents")]
        if open_ones:
            return self._go_on(reading, say, open_ones[0])
        say("utter_registration_code_needed")
        return []

    def _go_on(self, reading: Reading, say: Say, view: Mapping[str, Any]) -> list[EventType]:
        if view["state"] not in ("draft", "needs_documents"):
            say(f"utter_registration_state_{view['state']}", receipt=view["receipt"])
            return []
        say("utter_registration_resumed", receipt=view["receipt"], code=view["access_code"], whom=_whom(say, view))
        return open_form(reading, FORM, view=view)


def _in_words(say: Say, field: str, shown: str) -> str:
    """ "kelas 3" rather than a bare "3"."""
    return say.text("utter_class_name", level=shown) if field == "class" else shown


def _told_in(reading: Reading, kind: str | None) -> dict[str, str]:
    """What a message tells beside the kind, by question: of a newborn, or the class of those who pay themselves."""
    if kind == "newborn":
        return told_of_baby(reading)
    level = class_in(reading) if kind in SELF_PAYING else None
    return {"class": str(level)} if level else {}


def _ask_kind(say: Say) -> None:
    names = (*KINDS, *ELSEWHERE)
    buttons = [
        say.button(f"utter_registration_kind_{kind}", press("register_new_member", value=kind)) for kind in names
    ]
    resume = say.button("utter_registration_button_resume", press("register_new_member", value="resume"))
    say("utter_registration_which", buttons=[*buttons, resume])
