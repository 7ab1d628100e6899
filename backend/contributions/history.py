"""What a family has paid, month by month, as a picture; and the receipt of one payment."""

from datetime import datetime
from uuid import UUID

from babel.dates import format_date
from sqlalchemy import select
from sqlalchemy.orm import Session

from backend.attachments.cards import file_card
from backend.attachments.service import keep_ours
from backend.contributions import chart, repository
from backend.contributions.models import Invoice, Payment
from backend.contributions.page_rendering import TEXTS, rupiah
from backend.contributions.service import paying_head
from backend.documents.paper import Paper
from backend.errors import NotFound, ServiceError
from backend.identity.viewer import Viewer
from backend.membership.models import Member
from backend.privacy.audit import Access, record_access
from backend.privacy.identifiers import mask_value
from backend.reference.calendar import JAKARTA, jakarta_clock, month_of, months_before, today_in_jakarta

MONTHS_SHOWN = 12
A5_MM = 148, 210
Card = dict[str, object]


def months_paid(session: Session, head: Member, now: datetime) -> list[chart.Bar]:
    """The last twelve months, the running one included: the amount, and whether it is paid."""
    this_month = month_of(today_in_jakarta(now))
    first = months_before(this_month, MONTHS_SHOWN - 1)
    query = select(Invoice).where(Invoice.family_id == head.family_id, Invoice.month >= first)
    billed = {invoice.month: invoice for invoice in session.scalars(query)}
    paid = {one.month: one for one in repository.payments_of(session, head.family_id, MONTHS_SHOWN * 2) if one.month}
    bars = []
    for back in range(MONTHS_SHOWN - 1, -1, -1):
        month = months_before(this_month, back)
        if month in billed:
            bars.append(chart.Bar(month, billed[month].amount, billed[month].payment_id is not None))
        elif month in paid:
            bars.append(chart.Bar(month, paid[month].amount, True))
        else:
            bars.append(chart.Bar(month, 0, False))
    return bars


def picture(
    session: Session, viewer: Viewer, conversation_id: UUID, language: str, *, access: Access, now: datetime
) -> Card:
    """The card with the bars of the last twelve months; for the head of the family.

    Raises:
        ServiceError: 401 ``verification_required``; 403 ``head_of_family_only``.
    """
    head = paying_head(session, viewer)
    record_access(session, access, member_id=head.id, what="payments", now=now)
    bars, own = months_paid(session, head, now), TEXTS.in_language(language)
    shown = [bar for bar in bars if bar.amount]
    paid = sum(bar.paid for bar in shown)
    alt = own["history_alt"].format(count=len(shown), paid=paid, unpaid=len(shown) - paid)
    drawn = chart.draw(
        bars, title=own["history_title"], paid=own["history_paid"], unpaid=own["history_unpaid"], language=language
    )
    kept = keep_ours(session, conversation_id, own["history_file"], drawn, now=now)
    return file_card(kept, alt)


def receipt(
    session: Session,
    viewer: Viewer,
    conversation_id: UUID,
    language: str,
    *,
    payment_id: UUID | None,
    access: Access,
    now: datetime,
) -> Card:
    """The card with the receipt of a payment as PDF, of the newest one that is in the books by default.

    Raises:
        ServiceError: as ``picture``; 409 ``payment_not_booked``: what is not in the books has no receipt yet.
        NotFound: ``payment_not_found``: not a payment of this family.
    """
    head = paying_head(session, viewer)
    payment = _chosen(session, head, payment_id)
    record_access(session, access, member_id=head.id, what="payment.receipt", now=now)
    if payment.state != "matched":
        raise ServiceError("payment_not_booked")
    own = TEXTS.in_language(language)
    paper = Paper(
        title=own["receipt_title"],
        sender="Care Center 165",
        foot=own["receipt_foot"],
        made_at=payment.paid_at,
        language=language,
        page_format=A5_MM,
    )
    _fill(paper, payment, head, own, language)
    day = payment.paid_at.astimezone(JAKARTA).date().isoformat()
    kept = keep_ours(session, conversation_id, f"{own['receipt_file']} {day}", paper.pdf(), now=now)
    return file_card(kept)


def _chosen(session: Session, head: Member, payment_id: UUID | None) -> Payment:
    query = select(Payment).where(Payment.family_id == head.family_id)
    if payment_id:
        query = query.where(Payment.id == payment_id)
    else:
        query = query.where(Payment.state == "matched").order_by(Payment.paid_at.desc()).limit(1)
    found = session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("payment_not_found")
    return found


def _fill(paper: Paper, payment: Payment, head: Member, own: dict[str, str], language: str) -> None:
    def named(month: object) -> str:
        return str(format_date(month, "MMMM yyyy", locale=language))

    months = [payment.month] if payment.month else [invoice.month for invoice in payment.invoices]
    day = format_date(payment.paid_at.astimezone(JAKARTA), "d MMMM yyyy", locale=language)
    paper.facts(
        [
            (own["receipt_number"], str(payment.id)[-12:].upper()),
            (own["receipt_name"], head.name),
            (own["receipt_card"], mask_value(head.card_number)),
            (own["receipt_amount"], rupiah(payment.net)),
            (own["receipt_paid_at"], f"{day}, {jakarta_clock(payment.paid_at)}"),
            (own["receipt_way"], " ".join(filter(None, [own[f"receipt_way_{payment.channel}"], payment.bank]))),
            (own["receipt_months"], ", ".join(named(month) for month in months)),
        ]
    )
    shares = {line.member_id: 0 for invoice in payment.invoices for line in invoice.lines}
    for invoice in payment.invoices:
        for line in invoice.lines:
            shares[line.member_id] += line.amount
    names = {member.id: member.name for member in head.family.members}
    if shares:
        paper.heading(own["receipt_people"])
        rows = [(names[key], rupiah(amount)) for key, amount in shares.items() if key in names]
        paper.rows((own["receipt_name"], own["receipt_amount"]), rows, (60, 40))
