"""Service API of complaints. Filing and following need no login."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Query
from sqlalchemy.orm import Session

from backend.api.deps import Caller, CallerInfo, Db, IdempotencyKey, Now, Viewer
from backend.api.once import once
from backend.api.routes import TopicRouter
from backend.complaints import service
from backend.complaints.access import Asker, WrongCode
from backend.complaints.catalogue import categories, category_for
from backend.complaints.deadline import general_rule, working_days
from backend.complaints.models import Complaint
from backend.complaints.schemas import (
    Added,
    Additions,
    AssessIn,
    CategoryItem,
    CategoryList,
    Code,
    ComplaintItem,
    ComplaintView,
    Filed,
    Filing,
    Reopening,
    UrgencyOut,
)
from backend.complaints.settings import TEXT_LIMIT
from backend.complaints.texts import category_title, status_title
from backend.complaints.urgency import assess
from backend.complaints.views import item, view
from backend.conversations.contact_regions import asked_about_facility
from backend.identity.viewer import VERIFIED
from backend.identity.viewer import Viewer as IdentityViewer
from backend.reference.calendar import today_in_jakarta
from backend.texts import language_of

router = TopicRouter(prefix="/service/v1/complaints", tags=["complaints"])


def _asker(caller: CallerInfo, viewer: IdentityViewer, code: str | None = None) -> Asker:
    """A helper follows what was filed in this conversation, not what the member ever complained of."""
    own = viewer.level >= VERIFIED and viewer.helper is None
    return Asker(caller.conversation_id, viewer.member_id if own else None, code)


@contextmanager
def _counting_tries(session: Session) -> Iterator[None]:
    """A wrong code stays counted although the request is refused."""
    try:
        yield
    except WrongCode:
        session.commit()
        raise


@router.get("/categories")
def suggest_categories(caller: Caller, q: Annotated[str, Query(max_length=TEXT_LIMIT)] = "") -> CategoryList:
    """The categories that a text is about, likeliest first; all of them when it says nothing."""
    suggested = category_for(q)
    language = language_of(caller.locale)
    chosen = suggested or list(categories().values())
    items = [CategoryItem(code=found.code, title=found.title[language], asks=list(found.asks)) for found in chosen]
    return CategoryList(items=items, suggested=bool(suggested))


@router.post("/assess")
def assess_draft(draft: AssessIn) -> UrgencyOut:
    """How urgent a complaint is, as far as it is known; stores nothing."""
    return UrgencyOut.of(assess(draft.draft()))


def _receipt(complaint: Complaint, filing: Filing, locale: str) -> Filed:
    day = today_in_jakarta(complaint.filed_at)
    return Filed(
        ticket=complaint.ticket,
        access_code=complaint.access_code,
        status="new",
        status_title=status_title("new", locale),
        category_title=category_title(complaint.category, locale),
        due_on=complaint.due_on,
        working_days=working_days(complaint.category, day),
        deadline_verified=general_rule(day).checked_on is not None,
        urgency=UrgencyOut.of(assess(filing.draft())),
    )


@router.post("", status_code=201)
def file_complaint(
    *, session: Db, caller: Caller, viewer: Viewer, now: Now, filing: Filing, idempotency_key: IdempotencyKey = None
) -> Filed:
    """Files a complaint; the same ``Idempotency-Key`` again gives the same receipt and files nothing."""
    asker = _asker(caller, viewer)
    asked_about_facility(session, caller.conversation_id, filing.facility_code, now=now)
    complaint = service.file_complaint(session, filing, asker, locale=caller.locale, key=idempotency_key, now=now)
    return _receipt(complaint, filing, caller.locale)


@router.get("")
def my_complaints(session: Db, caller: Caller, viewer: Viewer, now: Now) -> list[ComplaintItem]:
    """The complaints of this conversation and of its verified member, newest first."""
    found = service.list_for(session, _asker(caller, viewer), now=now)
    return [item(complaint, locale=caller.locale, now=now) for complaint in found]


@router.get("/{ticket}")
def complaint_status(
    *, session: Db, caller: Caller, viewer: Viewer, now: Now, ticket: str, code: Code | None = None
) -> ComplaintView:
    """Where a complaint stands; for others than its owner only with the access code."""
    with _counting_tries(session):
        opened = service.status(session, ticket, _asker(caller, viewer, code), now=now)
    return view(opened, locale=caller.locale, now=now)


@router.post("/{ticket}/facts")
def add_facts(
    *,
    session: Db,
    caller: Caller,
    viewer: Viewer,
    now: Now,
    ticket: str,
    added: Additions,
    idempotency_key: IdempotencyKey = None,
) -> Added:
    """Adds facts or files of this conversation to a complaint that is open."""
    asker = _asker(caller, viewer, added.code)
    with _counting_tries(session):
        opened, urgency = service.add_facts(
            session, ticket, asker, added.text, added.attachments, key=idempotency_key, now=now
        )
    return Added(complaint=view(opened, locale=caller.locale, now=now), urgency=UrgencyOut.of(urgency))


@router.post("/{ticket}/reopen")
@once
def reopen(*, session: Db, caller: Caller, viewer: Viewer, now: Now, ticket: str, wish: Reopening) -> ComplaintView:
    """Opens a resolved complaint again, within 14 days."""
    asker = _asker(caller, viewer, wish.code)
    with _counting_tries(session):
        opened = service.reopen(session, ticket, asker, wish.reason, now=now)
    return view(opened, locale=caller.locale, now=now)
