"""What the system itself writes to the member of a consultation (``texts.yml``), in the conversation's language."""

from datetime import date, datetime
from pathlib import Path

from babel.dates import format_date
from sqlalchemy.orm import Session

from backend.conversations.messages import Reply
from backend.conversations.models import Conversation
from backend.conversations.service import lock_known, post
from backend.facilities.models import Facility
from backend.teleconsultation.models import Consultation
from backend.texts import Texts, language_of

AGAIN, QUEUE = "/teleconsultation", "/book_queue"


words = Texts(Path(__file__).with_name("texts.yml"))


def button(key: str, locale: str, payload: str) -> dict[str, str]:
    """A button of this topic."""
    return {"title": words(key, locale), "payload": payload}


def day_words(day: date, locale: str) -> str:
    """A date in words: "Senin, 30 November 2026"."""
    return str(format_date(day, "EEEE, d MMMM yyyy", locale=language_of(locale)))


def conversation_of(session: Session, consultation: Consultation) -> Conversation | None:
    """Where the member is written to, locked; None where the conversation was deleted meanwhile."""
    return lock_known(session, consultation.conversation_id)


def tell(session: Session, consultation: Consultation, key: str, *, now: datetime, again: bool = False) -> None:
    """Says what happened, with the button that leads to another time where that is the next step."""
    conversation = conversation_of(session, consultation)
    if conversation is None:
        return
    facility = session.get_one(Facility, consultation.facility_code)
    values = {"receipt": consultation.receipt, "facility": facility.name, "phone": facility.phone or "165"}
    buttons = [button("again_button", conversation.locale, AGAIN)] if again else []
    post(session, conversation, Reply(words(key, conversation.locale, **values), buttons), author="system", now=now)
