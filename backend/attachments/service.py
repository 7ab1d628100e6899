"""Taking in, claiming and opening attachments."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import filetype  # type: ignore[import-untyped]  # it ships none
from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from backend.attachments import files
from backend.attachments.models import Attachment
from backend.attachments.names import clean_name
from backend.attachments.settings import DAILY_LIMIT, MEDIA_TYPES, ORPHAN_AGE
from backend.errors import NotFound, ServiceError
from backend.ids import uuid7
from backend.settings import get_settings


def store(
    session: Session, conversation_id: UUID, name: str | None, content: bytes | BinaryIO, *, now: datetime
) -> Attachment:
    """Takes in a file of a conversation; the same content again gives the attachment that is there.

    Raises:
        ServiceError: ``attachment_too_large`` (413, ``limit`` in bytes), ``attachment_empty`` (422),
            ``attachment_type`` (415, ``accepted`` media types), ``too_many_attachments`` (429).
    """
    _check_daily_limit(session, conversation_id, now)
    limit = get_settings().attachment_max_bytes
    try:
        draft = files.write(content, limit)
    except files.TooLarge:
        raise ServiceError("attachment_too_large", 413, limit=limit) from None
    try:
        return _keep(session, conversation_id, name, draft, now)
    finally:
        draft.discard()


def keep_ours(session: Session, conversation_id: UUID, name: str, content: bytes, *, now: datetime) -> Attachment:
    """Keeps a file that we made for the member of a conversation; ``cards.file_card`` sends it on both channels.

    Raises:
        ServiceError: as ``store``, without the daily limit.
    """
    draft = files.write(content, get_settings().attachment_max_bytes)
    try:
        return _keep(session, conversation_id, name, draft, now, ours=True)
    finally:
        draft.discard()


def _check_daily_limit(session: Session, conversation_id: UUID, now: datetime) -> None:
    day = timedelta(days=1)
    query = select(func.count(), func.min(Attachment.created_at)).where(
        Attachment.conversation_id == conversation_id, Attachment.created_at > now - day, ~Attachment.ours
    )
    count, oldest = session.execute(query).one()
    if count >= DAILY_LIMIT:
        wait = int((oldest + day - now).total_seconds()) + 1
        raise ServiceError("too_many_attachments", 429, limit=DAILY_LIMIT, retry_after=wait)


def _media_type(draft: files.Draft) -> str:
    if not draft.size:
        raise ServiceError("attachment_empty", 422)
    media_type: str | None = filetype.guess_mime(draft.beginning)
    if media_type not in MEDIA_TYPES:
        raise ServiceError("attachment_type", 415, accepted=sorted(MEDIA_TYPES))
    return media_type


def _keep(
    session: Session,
    conversation_id: UUID,
    name: str | None,
    draft: files.Draft,
    now: datetime,
    *,
    ours: bool = False,
) -> Attachment:
    """The row and then the file: a row is never committed without its file, as the file is there before the commit."""
    media_type = _media_type(draft)
    values = {"conversation_id": conversation_id, "name": clean_name(name, media_type), "media_type": media_type}
    values |= {"size": draft.size, "sha256": draft.sha256, "stored_name": draft.stored_name, "created_at": now}
    values["ours"] = ours
    added = insert(Attachment).values(id=uuid7(), **values).on_conflict_do_nothing().returning(Attachment.id)
    if session.scalar(added) is not None:
        draft.publish()
    same = Attachment.conversation_id == conversation_id, Attachment.sha256 == draft.sha256
    return session.scalars(select(Attachment).where(*same)).one()


def claim(session: Session, ids: Sequence[UUID], conversation_id: UUID) -> list[Attachment]:
    """The attachments with these ids, in this order, if all of them were sent in this conversation.

    Raises:
        NotFound: ``unknown_attachment``: one does not exist or is another conversation's.
    """
    query = select(Attachment).where(Attachment.id.in_(ids), Attachment.conversation_id == conversation_id)
    found = {attachment.id: attachment for attachment in session.scalars(query)}
    if set(ids) - found.keys():
        raise NotFound("unknown_attachment")
    return [found[attachment_id] for attachment_id in dict.fromkeys(ids)]


def open_for(session: Session, attachment_id: UUID, conversation_id: UUID) -> tuple[Attachment, Path]:
    """An attachment of a conversation and the place of its bytes, to be sent with ``download_headers``.

    Raises:
        NotFound: ``unknown_attachment``: not of this conversation, or the bytes are gone.
    """
    (attachment,) = claim(session, [attachment_id], conversation_id)
    return attachment, path_of(attachment)


def path_of(attachment: Attachment) -> Path:
    """The place of the bytes of an attachment that the caller may read.

    Raises:
        NotFound: ``unknown_attachment``: the bytes are gone.
    """
    path = files.path_of(attachment.stored_name)
    if not path.is_file():
        raise NotFound("unknown_attachment")
    return path


def download_headers() -> dict[str, str]:
    """Headers with which a browser neither guesses another type nor runs anything inside the file."""
    return {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}


def remove_orphans(session: Session, *, now: datetime) -> int:
    """Removes what nobody can reach: rows whose conversation was deleted, unless they are evidence of a complaint, and
    files without a row, of requests that were rolled back. Returns how many files went; a periodic job calls it.
    """
    session.execute(delete(Attachment).where(Attachment.conversation_id.is_(None), ~Attachment.evidence))

    def known(names: list[str]) -> set[str]:
        return set(session.scalars(select(Attachment.stored_name).where(Attachment.stored_name.in_(names))))

    return files.remove_unknown(now - ORPHAN_AGE, known)
