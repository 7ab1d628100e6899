"""The page that shows a family's virtual accounts in full; a chat shows them masked.

A virtual account holds eleven digits of a card number, so it must not stay in the history of a chat.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from backend.helpers.acting import acting
from backend.identity.page_links import Opened, PageLinks
from backend.identity.service import viewer_of
from backend.identity.viewer import Viewer

ACCOUNTS = PageLinks("bill", salt="payment page")


def open_accounts(session: Session, token: str, now: datetime) -> Opened | None:
    """Who looks at the page: the member, or their helper, to whom the link was given for them."""
    return ACCOUNTS.open(session, token, now, _payer)


def _payer(session: Session, conversation_id: UUID, now: datetime) -> Viewer:
    helped = acting(session, conversation_id, now)
    return helped.viewer if helped and not helped.over else viewer_of(session, conversation_id, now)
