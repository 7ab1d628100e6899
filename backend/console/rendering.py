"""Pages from templates: texts in the agent's language, dates as the care center reads them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from backend.complaints.catalogue import categories
from backend.complaints.lifecycle import NEXT
from backend.complaints.texts import category_title, entry_title, status_title
from backend.console.assets import asset
from backend.console.marks import MARK_END, MARK_START
from backend.contributions.page_rendering import rupiah
from backend.learning.nameless import NAMELESS
from backend.privacy.identifiers import PLACEHOLDERS
from backend.reference.calendar import JAKARTA, today_in_jakarta
from backend.texts import LANGUAGES

HERE = Path(__file__).parent
LANGUAGE_COOKIE = "care165_console_language"
_MINUTES_PER_HOUR = 60
_HOURS_PER_DAY = 24
PLACES = (
    "queue",
    "complaints",
    "requests",
    "payments",
    "ratings",
    "wall",
    "people",
    "reports",
    "learning",
    "accounts",
    "audit",
    "privacy",
    "consultations",
)
"""The parts of the console that its navigation leads to, each for who may see it (``nav.html``)."""
ADMIN_PLACES = tuple(
    (f"/console/admin/{name}", name) for name in ("accounts", "teams", "hours", "holidays", "sla", "categories")
)


@cache
def _texts(language: str) -> dict[str, Any]:
    """The file of a language, and those of the parts that keep theirs in a folder of their own."""
    texts: dict[str, Any] = {}
    for path in [HERE / "texts" / f"{language}.yml", *sorted((HERE / "texts").glob(f"*/{language}.yml"))]:
        _join(texts, yaml.safe_load(path.read_text("utf-8")))
    return texts


def _join(texts: dict[str, Any], more: Mapping[str, Any]) -> None:
    for key, value in more.items():
        if isinstance(value, Mapping):
            _join(texts.setdefault(key, {}), value)
        else:
            texts[key] = value


class Texts:
    """The console's texts in one language; ``t("a.b", name=…)`` in templates."""

    def __init__(self, language: str) -> None:
        self.language = language if language in LANGUAGES else LANGUAGES[0]

    def find(self, key: str) -> Any | None:
        """The text of a dotted key, ``None`` when there is none."""
        found: Any = _texts(self.language)
        for part in key.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        return found

    def __call__(self, key: str, **values: object) -> str:
        """A text with its values filled in; a key without a text is a mistake of ours."""
        found = self.find(key)
        if found is None:
            raise KeyError(f"no console text {key} in {self.language}")
        return str(found).format(**values) if values else str(found)

    def label(self, group: str, code: str | None) -> str:
        """The name of a code (topic, reason, slot); a code that has none yet is shown in readable form."""
        found = self.find(f"{group}.{code}")
        return str(found) if found else (code or "").replace("_", " ").strip().capitalize()

    def slot(self, name: str) -> str | None:
        """What an answer of a form is about: ``contributions_penalty_months`` is known by its end; ``None`` by none."""
        parts = name.split("_")
        ends = ("_".join(parts[at:]) for at in range(len(parts)))
        found = next((text for end in ends if (text := self.find(f"slots.{end}"))), None)
        return str(found) if found else None

    def masked(self, text: str) -> Markup:
        """A member's text, escaped, with the placeholders of identifiers named in the agent's language."""
        safe = escape(text)
        for kind, placeholder in (*PLACEHOLDERS.items(), *NAMELESS.items()):
            name = Markup('<span class="masked">{}</span>').format(self.label("identifiers", kind))
            safe = safe.replace(placeholder, name)
        return safe

    def marked(self, excerpt: str) -> Markup:
        """Words of a conversation with those that were searched for marked (between the marks of ``search``)."""
        return self.masked(excerpt).replace(MARK_START, Markup("<mark>")).replace(MARK_END, Markup("</mark>"))

    def stars(self, value: float | None) -> str:
        """ "4,5" ("4.5" in English); a dash for what nobody rated."""
        return self.number(value)

    def number(self, value: float | None, places: int = 1) -> str:
        """ "4,5" ("4.5" in English); a dash for what there is not."""
        shown = "–" if value is None else f"{value:.{places}f}"
        return shown if self.language == "en" else shown.replace(".", ",")

    def clock(self, at: datetime) -> str:
        """Time of day in Jakarta."""
        return at.astimezone(JAKARTA).strftime("%H.%M")

    def calendar_day(self, day: date) -> str:
        """A date in words."""
        return f"{day.day} {_texts(self.language)['months'][day.month - 1]} {day.year}"

    def day(self, at: datetime) -> str:
        """The date of a moment in Jakarta, in words."""
        return self.calendar_day(self.today(at))

    def today(self, now: datetime) -> date:
        """The date in Jakarta."""
        return today_in_jakarta(now)

    def moment(self, at: datetime, now: datetime) -> str:
        """Time of day for today, else date and time."""
        return self.clock(at) if self.today(at) == self.today(now) else f"{self.day(at)}, {self.clock(at)}"

    def age(self, since: datetime, now: datetime) -> str:
        """How long ago, in at most two units."""
        minutes = max(0, int((now - since).total_seconds() // 60))
        hours, minutes = divmod(minutes, _MINUTES_PER_HOUR)
        days, hours = divmod(hours, _HOURS_PER_DAY)
        if days:
            return self("age.days", days=days, hours=hours)
        return self("age.hours", hours=hours, minutes=minutes) if hours else self("age.minutes", minutes=minutes)


def local_day(at: datetime) -> str:
    """The date in Jakarta, as a key to compare days by."""
    return today_in_jakarta(at).isoformat()


@lru_cache
def _environment() -> Environment:
    loader = FileSystemLoader(HERE / "templates")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters["local_day"] = local_day
    made.filters["rupiah"] = rupiah
    made.globals |= {"status_title": status_title, "category_title": category_title, "entry_title": entry_title}
    made.globals["complaint_categories"] = categories
    made.globals |= {"next_statuses": NEXT, "asset": asset}
    made.globals |= {"built_places": PLACES, "admin_places": ADMIN_PLACES}
    return made


def macro(template: str, name: str) -> Callable[..., str]:
    """A macro of a template, to be called with its arguments."""
    found: Callable[..., str] = getattr(_environment().get_template(template).module, name)
    return found


def texts_for(request: Request) -> Texts:
    """The texts in the language that the agent chose."""
    return Texts(request.cookies.get(LANGUAGE_COOKIE, LANGUAGES[0]))


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A template as a response; it sees ``t``, ``request`` and the given values."""
    t = texts_for(request)
    return HTMLResponse(_environment().get_template(template).render(t=t, request=request, **values), status)
