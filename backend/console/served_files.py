"""Members' files in the console: pictures open in place, anything else is saved."""

from collections.abc import Collection
from uuid import UUID

from fastapi import Response
from fastapi.responses import FileResponse
from sqlalchemy.orm import Session

from backend.attachments.models import Attachment
from backend.attachments.service import download_headers, path_of
from backend.errors import NotFound


def served(file: Attachment) -> Response:
    """A stored file as a harmless download."""
    placed = "inline" if file.media_type.startswith("image/") else "attachment"
    return FileResponse(
        path_of(file),
        media_type=file.media_type,
        filename=file.name,
        content_disposition_type=placed,
        headers=download_headers(),
    )


def served_of(session: Session, attachment_id: UUID, among: Collection[str]) -> Response:
    """One of the files with these ids.

    Raises:
        NotFound: ``unknown_attachment``: it is not one of them.
    """
    file = session.get(Attachment, attachment_id) if str(attachment_id) in among else None
    if file is None:
        raise NotFound("unknown_attachment")
    return served(file)
