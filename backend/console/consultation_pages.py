"""The doctors' pages: the agenda of their facility, and one consultation."""

from datetime import date
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import Form, Response
from fastapi.responses import RedirectResponse

from backend.console.actions import Text
from backend.console.auth import Consulting, ConsultingSigned, Visit
from backend.console.consultation_view import lines_of, read_agenda, read_consultation
from backend.console.routing import by_htmx, console_router
from backend.console.served_files import served_of
from backend.conversations.events import latest_position, tell_typing
from backend.errors import NotFound, ServiceError
from backend.facilities.models import Facility
from backend.privacy.audit import Access, record_access
from backend.reference.calendar import zone_label
from backend.teleconsultation import doctor
from backend.teleconsultation.doctor import LONGEST_NOTE, Ending
from backend.teleconsultation.holding import attachment_ids
from backend.teleconsultation.slots import hours_of

router = console_router()
PAGE = "/console/consultations"
_SAID = ("consultation_ended", "consultation_no_show", "hours_saved")


def _home(visit: Visit, said: str) -> Response:
    """Back to the agenda, also from a form that htmx sent: what was typed is kept only where it was refused."""
    address = f"{PAGE}?said={said}"
    if by_htmx(visit.request):
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)


@router.get("/consultations")
def agenda_page(visit: Consulting, said: str = "") -> Response:
    """What waits at the doctor's facility, and the hours in which members can book."""
    position = latest_position(visit.session)
    facility = visit.session.get_one(Facility, visit.agent.facility_code)
    return visit.page(
        "consultations.html",
        rows=read_agenda(visit.session, visit.agent, now=visit.now),
        hours=hours_of(visit.session, facility.code),
        facility=facility.name,
        zone=zone_label(facility.time_zone),
        position=position,
        said=said if said in _SAID else "",
    )


@router.get("/consultations/list")
def agenda_part(visit: Consulting) -> Response:
    """The list alone, when something changed."""
    return visit.page("consultations_list.html", rows=read_agenda(visit.session, visit.agent, now=visit.now))


@router.get("/consultations/{receipt}")
def consultation_page(visit: Consulting, receipt: str) -> Response:
    """One consultation: the patient, what was written, and what can be done."""
    position = latest_position(visit.session)
    view = read_consultation(visit.session, visit.agent, receipt, now=visit.now)
    return visit.page("consultation.html", view=view, position=position, most=LONGEST_NOTE)


@router.get("/consultations/{receipt}/messages")
def messages_part(visit: Consulting, receipt: str, after: int = 0) -> Response:
    """What was written since."""
    found = doctor.read(visit.session, visit.agent, receipt, now=visit.now)
    return visit.page(
        "messages.html",
        lines=lines_of(visit.session, found, after=after),
        previous=visit.now,
        conversation_id=found.conversation_id,
        retry=False,
        files_at=f"{PAGE}/{receipt}/files/",
        person="doctor",
    )


@router.get("/consultations/{receipt}/state")
def state_part(visit: Consulting, receipt: str, known: str = "") -> Response:
    """Says so where the consultation is not what the open page shows any more."""
    found = doctor.find(visit.session, visit.agent, receipt)
    own = f"{found.state}{'' if found.doctor_id in (None, visit.agent.id) else '-other'}"
    if own == known:
        return Response(status_code=204)
    return visit.page("consultation_changed.html", address=f"{PAGE}/{receipt}")


@router.get("/consultations/{receipt}/files/{attachment_id}")
def file(visit: Consulting, receipt: str, attachment_id: UUID) -> Response:
    """A photo or document that the member sent in the consultation.

    Raises:
        NotFound: ``unknown_attachment``: not one of this consultation.
    """
    found = doctor.read(visit.session, visit.agent, receipt, now=visit.now)
    if found.conversation_id is None or str(attachment_id) not in attachment_ids(visit.session, found.id):
        raise NotFound("unknown_attachment")
    access = Access.agent(visit.agent.id, found.conversation_id, "teleconsultation")
    record_access(visit.session, access, member_id=found.member_id, what="attachment", now=visit.now)
    return served_of(visit.session, attachment_id, {str(attachment_id)})


@router.post("/consultations/{receipt}/open")
def start(visit: ConsultingSigned, receipt: str) -> Response:
    """Opens the consultation: the member writes to the doctor from now on."""
    doctor.start(visit.session, visit.agent, receipt, now=visit.now)
    return visit.done(f"{PAGE}/{receipt}")


@router.post("/consultations/{receipt}/reply")
def reply(
    visit: ConsultingSigned, receipt: str, text: Text = "", key: Annotated[UUID | None, Form()] = None
) -> Response:
    """Writes to the member; the page names each reply, so that one repeated after a lost answer is one."""
    doctor.reply(visit.session, visit.agent, receipt, text, key=key or uuid4(), now=visit.now)
    return visit.done(f"{PAGE}/{receipt}", "messages-changed")


@router.post("/consultations/{receipt}/typing")
def typing(visit: ConsultingSigned, receipt: str) -> Response:
    """Shows the member that the doctor is writing; nothing of it is kept."""
    conversation, _ = doctor.running(visit.session, visit.agent, receipt)
    tell_typing(visit.session, conversation.id, "agent")
    return Response(status_code=204)


@router.post("/consultations/{receipt}/finish")
def finish(
    *,
    visit: ConsultingSigned,
    receipt: str,
    summary: Text = "",
    advice: Text = "",
    come_in_on: Annotated[str, Form(max_length=10)] = "",
    referral: Annotated[bool, Form()] = False,
) -> Response:
    """Ends the consultation; summary and advice reach the member. The fields are kept where something is missing."""
    try:
        come_in = date.fromisoformat(come_in_on) if come_in_on else None
    except ValueError:
        raise ServiceError("invalid_form", 422) from None
    doctor.finish(visit.session, visit.agent, receipt, Ending(summary, advice, referral, come_in), now=visit.now)
    return _home(visit, "consultation_ended")


@router.post("/consultations/{receipt}/no-show")
def no_show(visit: ConsultingSigned, receipt: str) -> Response:
    """Closes the consultation of a member who did not come."""
    doctor.no_show(visit.session, visit.agent, receipt, now=visit.now)
    return _home(visit, "consultation_no_show")
