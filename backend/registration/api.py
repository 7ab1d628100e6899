"""Service API of registration. New families and foreigners need no login; everybody else verifies first."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from backend.api.deps import Caller, CallerInfo, Db, Now, Viewer
from backend.api.routes import TopicRouter
from backend.errors import ServiceError
from backend.identity.viewer import Viewer as IdentityViewer
from backend.membership.asking import Asking
from backend.reference.calendar import today_in_jakarta
from backend.registration import access, service
from backend.registration.answers import Answer
from backend.registration.civil import configured_registry
from backend.registration.schemas import AnswerIn, BeginIn, RegistrationOut, ResumeIn

router = TopicRouter(prefix="/service/v1/registrations", tags=["registration"])


def _asking(caller: CallerInfo, viewer: IdentityViewer, now: Now) -> Asking:
    return Asking(viewer, caller.conversation_id, caller.locale, now, today_in_jakarta(now))


@contextmanager
def _counting(session: Session) -> Iterator[None]:
    """Wrong tries stay counted although the request is refused."""
    try:
        yield
    except ServiceError:
        session.commit()
        raise


@router.post("", status_code=201)
def begin(session: Db, caller: Caller, viewer: Viewer, now: Now, wish: BeginIn) -> RegistrationOut:
    """Begins a registration, or goes on with the half-finished one of that kind."""
    asking = _asking(caller, viewer, now)
    return RegistrationOut.of(service.begin(session, wish.kind, asking, configured_registry()))


@router.get("")
def mine(session: Db, caller: Caller, viewer: Viewer, now: Now) -> list[RegistrationOut]:
    """The registrations of this conversation and of its verified member."""
    return [RegistrationOut.of(one) for one in access.shown_to_asker(session, _asking(caller, viewer, now))]


@router.post("/resume")
def resume(session: Db, caller: Caller, viewer: Viewer, now: Now, wish: ResumeIn) -> RegistrationOut:
    """Goes on here with a registration that was begun elsewhere."""
    with _counting(session):
        return RegistrationOut.of(access.resume(session, wish.receipt, wish.code, _asking(caller, viewer, now)))


@router.post("/{receipt}/answers")
def answer(*, session: Db, caller: Caller, viewer: Viewer, now: Now, receipt: str, given: AnswerIn) -> RegistrationOut:
    """Takes one answer."""
    values = given.model_dump() | {"attachments": tuple(given.attachments)}
    asking = _asking(caller, viewer, now)
    with _counting(session):
        return RegistrationOut.of(service.answer(session, receipt, Answer(**values), asking, configured_registry()))


@router.delete("/{receipt}/answers/{field}")
def clear(*, session: Db, caller: Caller, viewer: Viewer, now: Now, receipt: str, field: str) -> RegistrationOut:
    """Takes an answer back."""
    return RegistrationOut.of(service.clear(session, receipt, field, _asking(caller, viewer, now)))


@router.post("/{receipt}/submit")
def submit(session: Db, caller: Caller, viewer: Viewer, now: Now, receipt: str) -> RegistrationOut:
    """Hands it to the agents."""
    return RegistrationOut.of(service.submit(session, receipt, _asking(caller, viewer, now)))


@router.delete("/{receipt}")
def withdraw(session: Db, caller: Caller, viewer: Viewer, now: Now, receipt: str) -> RegistrationOut:
    """Takes it back."""
    return RegistrationOut.of(service.withdraw(session, receipt, _asking(caller, viewer, now)))
