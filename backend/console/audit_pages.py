"""The record of who read and changed what, for auditors."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy import select

from backend.accounts.administration import all_accounts
from backend.accounts.record import record_change
from backend.console.auth import Auditing
from backend.console.routing import console_router
from backend.privacy import chain
from backend.privacy.models import AuditEntry

router = console_router()
PAGE = 100


@router.get("/audit")
def audit_page(
    visit: Auditing,
    who: Annotated[str, Query(max_length=64)] = "",
    what: Annotated[str, Query(max_length=64)] = "",
    before: UUID | None = None,
    check: bool = False,
) -> Response:
    """The newest entries, filtered; ``check`` verifies the whole chain. Looking is an entry too."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(PAGE)
    query = query.where(AuditEntry.actor_id == who) if who else query
    query = query.where(AuditEntry.what.startswith(what, autoescape=True)) if what else query
    query = query.where(AuditEntry.id < before) if before else query
    entries = visit.session.scalars(query).all()
    report = chain.verify(visit.session, now=visit.now) if check else None
    record_change(visit.session, visit.agent, "audit.read", f"{who} {what}".strip(), now=visit.now)
    agents = all_accounts(visit.session)
    names = {str(agent.id): agent.name for agent in agents}
    return visit.page("audit.html", who=who, what=what, entries=entries, report=report, agents=agents, names=names)
