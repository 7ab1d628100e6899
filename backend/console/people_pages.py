"""Who can do what: supervisors set capacity, skills and teams."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Response

from backend.console.auth import Supervising, SupervisingSigned
from backend.console.routing import HOME, console_router
from backend.errors import ServiceError
from backend.handover import staffing, teams
from backend.handover.presence import presence_of
from backend.texts import LANGUAGES

router = console_router()
_PAGE = f"{HOME}people"
_TOPIC_LENGTH = 32


@router.get("/people")
def people_page(visit: Supervising) -> Response:
    """Everybody who takes conversations, with a form each; the teams."""
    people = [(agent, presence_of(agent, now=visit.now)) for agent in staffing.team_members(visit.session)]
    known = teams.all_teams(visit.session)
    return visit.page("people.html", people=people, teams=known, languages=LANGUAGES, most=staffing.MOST)


@router.post("/people/{agent_id}")
def set_skills(
    *,
    visit: SupervisingSigned,
    agent_id: UUID,
    capacity: Annotated[int, Form()],
    team: Annotated[str, Form(max_length=36)] = "",
    topics: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
    languages: Annotated[list[str], Form()] = [],  # noqa: B006 - FastAPI copies it
    regions: Annotated[str, Form(max_length=600)] = "",
) -> Response:
    """Sets what one of them can do."""
    try:
        team_id = UUID(team) if team else None
    except ValueError:
        raise ServiceError("invalid_form", 422) from None
    named = [topic[:_TOPIC_LENGTH] for topic in topics]
    staffing.set_skills(
        visit.session,
        agent_id,
        capacity=capacity,
        team_id=team_id,
        topics=named,
        languages=languages,
        regions=regions,
        by=visit.agent,
        now=visit.now,
    )
    return visit.done(_PAGE)


@router.post("/teams")
def add_team(visit: SupervisingSigned, name: Annotated[str, Form(max_length=200)] = "") -> Response:
    """Makes a team."""
    teams.add(visit.session, visit.agent, name, now=visit.now)
    return visit.done(_PAGE)


@router.post("/teams/{team_id}/delete")
def remove_team(visit: SupervisingSigned, team_id: UUID) -> Response:
    """Dissolves a team."""
    teams.remove(visit.session, visit.agent, team_id, now=visit.now)
    return visit.done(_PAGE)
