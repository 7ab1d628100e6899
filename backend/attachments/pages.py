"""Files of messages at their signed address, for the web chat."""

from fastapi import APIRouter
from fastapi.responses import FileResponse

from backend.api.deps import Db, Now
from backend.attachments.cards import opened
from backend.attachments.models import Attachment
from backend.attachments.service import download_headers, path_of
from backend.errors import NotFound

router = APIRouter(tags=["web chat page"])


@router.get("/files/{token}")
def file(token: str, session: Db, now: Now) -> FileResponse:
    """A picture to be shown in the chat, or a document to be saved."""
    attachment = session.get(Attachment, opened(token, now))
    if attachment is None:
        raise NotFound("unknown_attachment")
    shown = "inline" if attachment.media_type.startswith("image/") else "attachment"
    headers = download_headers() | {"Cache-Control": "private, max-age=3600", "Referrer-Policy": "no-referrer"}
    return FileResponse(
        path_of(attachment),
        media_type=attachment.media_type,
        filename=attachment.name,
        content_disposition_type=shown,
        headers=headers,
    )
