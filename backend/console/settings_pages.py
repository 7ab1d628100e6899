"""Settings of the care center, for administrators: teams, hours, days off, targets, categories."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

import holidays
from fastapi import Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from backend.complaints.catalogue import categories
from backend.console.auth import Administering, AdministeringSigned, Visit
from backend.console.rendering import texts_for
from backend.console.routing import console_router
from backend.errors import ServiceError
from backend.handover import teams
from backend.reference.calendar import ZONES, today_in_jakarta
from backend.sla import administration as settings
from backend.sla import policy

router = console_router()
ADMIN = "/console/admin"
SUBJECTS = ("handover", "complaint")
Name = Annotated[str, Form(max_length=80)]


async def _typed(request: Request) -> dict[str, str]:
    """The fields of a form that is a table; their names are built from its rows and columns."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


Fields = Annotated[dict[str, str], Depends(_typed)]


def _saved(part: str) -> Response:
    return RedirectResponse(f"{ADMIN}/{part}?said=saved", 303)


def _page(visit: Visit, template: str, said: str, **values: Any) -> Response:
    return visit.page(template, said="saved" if said == "saved" else "", **values)


@router.get("/admin/teams")
def teams_page(visit: Administering, said: str = "") -> Response:
    """Teams, to make, rename and end."""
    return _page(visit, "admin_teams.html", said, teams=teams.all_teams(visit.session))


@router.post("/admin/teams")
def add_team(visit: AdministeringSigned, name: Name) -> Response:
    """Makes a team."""
    teams.add(visit.session, visit.agent, name, now=visit.now)
    return _saved("teams")


@router.post("/admin/teams/{team_id}/name")
def rename_team(visit: AdministeringSigned, team_id: UUID, name: Name) -> Response:
    """Renames a team."""
    teams.rename(visit.session, visit.agent, team_id, name, now=visit.now)
    return _saved("teams")


@router.post("/admin/teams/{team_id}/end")
def end_team(visit: AdministeringSigned, team_id: UUID) -> Response:
    """Ends a team."""
    teams.remove(visit.session, visit.agent, team_id, now=visit.now)
    return _saved("teams")


@router.get("/admin/hours")
def hours_page(visit: Administering, said: str = "") -> Response:
    """When agents chat and when the office works on complaints."""
    calendars = {name: policy.calendar(visit.session, name) for name in ("agents", "office")}
    weeks = {name: settings.typed_week(hours) for name, hours in calendars.items()}
    days, zones = settings.DAYS, tuple(ZONES)
    return _page(visit, "admin_hours.html", said, calendars=calendars, weeks=weeks, days=days, zones=zones)


@router.post("/admin/hours/{name}")
def set_hours(visit: AdministeringSigned, name: policy.CalendarName, typed: Fields) -> Response:
    """Sets one of the two calendars."""
    weekly = None if typed.get("always") else typed
    zone, closed = typed.get("zone", ""), "national_holidays" in typed
    settings.set_calendar(
        visit.session, visit.agent, name, zone=zone, weekly=weekly, national_holidays=closed, now=visit.now
    )
    return _saved("hours")


@router.get("/admin/holidays")
def holidays_page(visit: Administering, said: str = "") -> Response:
    """Days off: the national ones that are known, and our own."""
    today = today_in_jakarta(visit.now)
    language = "id" if texts_for(visit.request).language == "id" else "en_US"
    known = holidays.country_holidays("ID", years=[today.year, today.year + 1], language=language)
    national = sorted((day, name) for day, name in known.items() if day >= today)
    return _page(
        visit,
        "admin_holidays.html",
        said,
        national=national,
        own=settings.closed_days(visit.session, since=today),
    )


@router.post("/admin/holidays")
def add_holiday(visit: AdministeringSigned, day: Annotated[date, Form()], name: Name) -> Response:
    """Enters a day off."""
    settings.add_closed_day(visit.session, visit.agent, day, name, now=visit.now)
    return _saved("holidays")


@router.post("/admin/holidays/{day}/remove")
def remove_holiday(visit: AdministeringSigned, day: date) -> Response:
    """Takes a day off back."""
    settings.remove_closed_day(visit.session, visit.agent, day, now=visit.now)
    return _saved("holidays")


@router.get("/admin/sla")
def sla_page(visit: Administering, said: str = "") -> Response:
    """Targets by priority."""
    found = {
        (subject, priority): policy.target(visit.session, subject, priority)  # type: ignore[arg-type]  # from the literal's own values
        for subject in SUBJECTS
        for priority in policy.PRIORITIES
    }
    return _page(visit, "admin_sla.html", said, targets=found, subjects=SUBJECTS, measures=policy.MEASURES)


@router.post("/admin/sla")
def set_sla(visit: AdministeringSigned, typed: Fields) -> Response:
    """Sets all targets."""
    for subject in SUBJECTS:
        for priority in policy.PRIORITIES:
            values = {name: typed.get(f"{subject}.{priority}.{name}", "") for name in policy.MEASURES}
            settings.set_target(visit.session, visit.agent, subject, priority, values, now=visit.now)  # type: ignore[arg-type]  # from the literal's own values
    return _saved("sla")


@router.get("/admin/categories")
def categories_page(visit: Administering, said: str = "") -> Response:
    """Resolutions that categories of complaints have of their own."""
    usual = {p: policy.target(visit.session, "complaint", p).resolution for p in policy.PRIORITIES}
    own = settings.own_targets(visit.session)
    return _page(visit, "admin_categories.html", said, categories=categories(), own=own, usual=usual)


@router.post("/admin/categories")
def set_categories(visit: AdministeringSigned, typed: Fields) -> Response:
    """Sets them all; empty fields follow the priority.

    Raises:
        ServiceError: ``invalid_form`` (422): the form is not the one that was given out.
    """
    names = {f"{code}.{priority}" for code in categories() for priority in policy.PRIORITIES}
    if not names <= set(typed):
        raise ServiceError("invalid_form", 422)
    for name in sorted(names):
        code, priority = name.split(".")
        settings.set_category_target(visit.session, visit.agent, code, priority, typed[name], now=visit.now)
    return _saved("categories")
