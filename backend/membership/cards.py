"""Digital cards of the people that a member may act for, as files of the conversation."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy.orm import Session

from backend.attachments.cards import file_card
from backend.attachments.service import keep_ours
from backend.membership import authority
from backend.membership.asking import Asking
from backend.membership.card_image import Card, render_pdf, render_png
from backend.membership.card_link import card_url, valid_until
from backend.membership.models import Member
from backend.membership.telling import words
from backend.privacy.audit import Access, record_access
from backend.privacy.identifiers import mask_value
from backend.settings import get_settings

Form = Literal["png", "pdf"]


def _people(session: Session, member_id: str | None, asking: Asking, *, family: bool) -> list[Member]:
    if family:
        return authority.members_for(session, asking.viewer, "card", asking.today)
    return [authority.member_for(session, asking.viewer, member_id, "card", asking.today)]


def _card(member: Member, locale: str, now: datetime) -> Card:
    return Card(
        name=member.name,
        number=mask_value(member.card_number),
        fktp=member.fktp_name or words("card_no_fktp", locale),
        level=member.contribution_class,
        active=member.active,
        url=card_url(member.id, now),
        until=valid_until(now),
    )


def make_cards(
    session: Session, member_id: str | None, asking: Asking, *, family: bool, form: Form
) -> list[dict[str, Any]]:
    """A file for each card (``png``), or one with all of them (``pdf``), as cards of messages.

    Numbers on them are masked: pictures stay in chats. At a facility the card is shown together with the KTP.

    Raises:
        ServiceError: see ``authority.member_for``.
    """
    people = _people(session, member_id, asking, family=family)
    access = Access.bot(asking.conversation_id, "card")
    for member in people:
        record_access(session, access, member_id=member.id, what="member.card", now=asking.now)
    cards = [_card(member, asking.locale, asking.now) for member in people]
    foot = words("card_foot_official" if get_settings().official else "card_foot", asking.locale)
    if form == "pdf":
        content = render_pdf(cards, asking.locale, foot, asking.now)
        return [_kept(session, asking, "kartu-jkn.pdf", content, cards[0].name)]
    return [_kept(session, asking, "kartu-jkn.png", render_png(card, asking.locale, foot), card.name) for card in cards]


def _kept(session: Session, asking: Asking, file_name: str, content: bytes, person: str) -> dict[str, Any]:
    kept = keep_ours(session, asking.conversation_id, file_name, content, now=asking.now)
    return file_card(kept, words("card_alt", asking.locale, name=person))
