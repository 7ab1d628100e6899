"""What members think of facilities, the lowest first: for agents who hear of one and supervisors who report it."""

from fastapi import Response

from backend.console.auth import LoggedIn
from backend.console.routing import console_router
from backend.privacy.audit import Access
from backend.ratings.desk import opinions_of, rated_facilities

router = console_router()


@router.get("/ratings")
def ratings_page(visit: LoggedIn) -> Response:
    """Facilities with averages and counts."""
    return visit.page("ratings.html", rated=rated_facilities(visit.session))


@router.get("/ratings/{code}")
def facility_ratings_page(visit: LoggedIn, code: str) -> Response:
    """One facility's ratings with the filtered comments; who gave them is not shown.

    Raises:
        NotFound: ``facility_not_found``.
    """
    access = Access.agent(visit.agent.id, None, "ratings")
    rated, opinions = opinions_of(visit.session, code, access=access, now=visit.now)
    return visit.page("rating.html", rated=rated, opinions=opinions)
