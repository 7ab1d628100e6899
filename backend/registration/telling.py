"""Telling a member what became of a registration, in the conversation in which it was last worked on."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from backend.contributions.rates import banks, virtual_account
from backend.conversations.messages import Reply
from backend.conversations.service import lock_known, post
from backend.membership.models import Family
from backend.privacy.identifiers import mask_value
from backend.reference.calendar import today_in_jakarta
from backend.registration.models import Registration
from backend.texts import Texts

words = Texts(Path(__file__).with_name("texts.yml"))


def tell(session: Session, registration: Registration, event: str, now: datetime) -> None:
    """Posts what happened; nothing where the conversation was deleted meanwhile."""
    conversation = lock_known(session, registration.conversation_id)
    if conversation is None:
        return
    values: dict[str, Any] = {"receipt": registration.receipt, "note": registration.note or "", "accounts": ""}
    values |= {"since": registration.pay_from or "", "until": registration.pay_until or ""}
    if registration.pay_from and registration.family_id:
        values["accounts"] = _accounts(session, registration, now)
    text = words(f"registration_{event}", conversation.locale, **values)
    post(session, conversation, Reply(text), author="system", now=now)


def _accounts(session: Session, registration: Registration, now: datetime) -> str:
    """The family's virtual accounts, masked: in full they stand on a page, never in a chat."""
    head = session.get_one(Family, registration.family_id).head
    today = today_in_jakarta(now)
    return ", ".join(f"{bank} {mask_value(virtual_account(bank, head.card_number, today))}" for bank in banks())
