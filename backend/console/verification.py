"""An agent makes sure who is writing, where the registered phone is gone."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Form, Response

from backend.console.actions import conversation_url
from backend.console.auth import Signed
from backend.console.conversation_view import read_conversation
from backend.console.routing import console_router
from backend.errors import Forbidden
from backend.identity.identification import match_member
from backend.identity.service import verify_by_agent
from backend.identity.typed import read_number
from backend.privacy.audit import Access, record_access

router = console_router()


@router.post("/conversations/{conversation_id}/verify")
def verify(
    visit: Signed,
    conversation_id: UUID,
    number: Annotated[str, Form(max_length=40)],
    birth_date: Annotated[date, Form()],
    sure: Annotated[bool, Form()] = False,
) -> Response:
    """Verifies the member of a conversation that the agent holds, by number, date of birth and the agent's word.

    A pair that nobody has is answered without raising: that look-up must stay in the audit log too.
    """
    view = read_conversation(visit.session, visit.agent, conversation_id, now=visit.now)
    if not view.mine or not sure:
        raise Forbidden("not_your_conversation" if not view.mine else "not_sure")
    typed = read_number(number)
    member = match_member(visit.session, typed, birth_date) if typed.usable else None
    if member is None:
        access = Access.agent(visit.agent.id, conversation_id, "verification")
        record_access(visit.session, access, member_id=None, what="member.lookup", now=visit.now)
        return visit.notice("member_not_found", 404)
    verify_by_agent(visit.session, conversation_id, member.id, visit.agent.id, visit.now)
    return visit.done(conversation_url(conversation_id), "state-changed")
