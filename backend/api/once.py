"""Calls whose repetition would be answered otherwise: it gets the first answer, and nothing happens twice.

Most writing calls need none of this: asked again they find what they made. Those that use it end something, count, or
refuse what is done already, so that the member would hear "there is nothing to end" right after ending it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar, cast

from fastapi.encoders import jsonable_encoder
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.api.models import AnsweredCall

KEPT = timedelta(days=1)
"""A turn that was given up is run again, or tried again by the member, within minutes."""
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])


def once(endpoint: Endpoint) -> Endpoint:
    """The endpoint, carried out once for each ``Idempotency-Key`` of a conversation.

    It takes ``session``, ``caller`` and ``now``. A refused call leaves no trace and may be tried again; of two at the
    same moment the second waits until the first is committed or refused.
    """
    call = f"{endpoint.__module__.removeprefix('backend.')}.{endpoint.__name__}"

    @wraps(endpoint)
    def answer(**values: Any) -> Any:
        session, caller = values["session"], values["caller"]
        if not caller.key:
            return endpoint(**values)
        named = {"conversation_id": caller.conversation_id, "key": caller.key, "call": call}
        claim = insert(AnsweredCall).values(**named, at=values["now"]).on_conflict_do_nothing()
        mine = session.scalar(claim.returning(AnsweredCall.call)) is not None
        row = session.get_one(AnsweredCall, named, populate_existing=True)
        if not mine:
            return row.answer
        answered = endpoint(**values)
        row.answer = jsonable_encoder(answered)
        return answered

    return cast("Endpoint", answer)


def forget_old(session: Session, now: datetime) -> None:
    """Deletes answers that nobody asks for any more; a timer calls it."""
    session.execute(delete(AnsweredCall).where(AnsweredCall.at < now - KEPT))
