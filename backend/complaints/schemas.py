"""What the complaint API takes and gives."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from backend.complaints.lifecycle import Status
from backend.complaints.settings import ATTACHMENT_LIMIT, LARGEST_AMOUNT, TEXT_LIMIT
from backend.complaints.urgency import Draft, Priority, Urgency

Kind = Literal["complaint", "information"]
Reporter = Literal["self", "family", "other", "anonymous"]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_LIMIT)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160)]
Money = Annotated[int, Field(ge=0, le=LARGEST_AMOUNT)]
Files = Annotated[list[UUID], Field(max_length=ATTACHMENT_LIMIT)]
Code = Annotated[str, StringConstraints(max_length=32)]


class CategoryItem(BaseModel):
    """A category to choose; ``asks`` are the extra questions: ``facility``, ``money``, ``in_care``."""

    code: str
    title: str
    asks: list[str]


class CategoryList(BaseModel):
    """Categories, likeliest first; ``suggested`` is false when the text said nothing and all are listed."""

    items: list[CategoryItem]
    suggested: bool


class AssessIn(BaseModel):
    """What is known of a complaint so far; absent is "not said yet". ``money_asked`` is in rupiah."""

    text: Annotated[str, StringConstraints(max_length=TEXT_LIMIT)] = ""
    category: str | None = None
    patient_in_care: bool | None = None
    money_asked: Money | None = None

    def draft(self) -> Draft:
        """The same for the judgement."""
        return Draft(self.text, self.category, self.patient_in_care, self.money_asked)


class UrgencyOut(BaseModel):
    """How urgent it is; ``handover``: a person must take over at once. See ``urgency.Urgency``."""

    priority: Priority
    handover: bool
    reason: str
    ask_in_care_now: bool

    @classmethod
    def of(cls, urgency: Urgency) -> "UrgencyOut":
        """The judgement as the API gives it."""
        return cls(
            priority=urgency.priority,
            handover=urgency.handover,
            reason=urgency.reason,
            ask_in_care_now=urgency.ask_in_care_now,
        )


class Filing(BaseModel):
    """A complaint as the member confirmed it.

    ``facility_code`` is one of ``facilities``; ``facility_name`` is free text for one that is not found there.
    ``happened_note`` is the time in the member's own words. ``consent_version`` names the notice that the member
    agreed to; without it nothing is filed.
    """

    kind: Kind = "complaint"
    category: str
    facility_code: str | None = Field(None, max_length=16)
    facility_name: Name | None = None
    happened_on: date | None = None
    happened_note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] | None = None
    chronology: LongText
    reporter: Reporter
    patient_in_care: bool | None = None
    money_asked: Money | None = None
    wanted_result: LongText | None = None
    contact: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)] | None = None
    attachments: Files = []
    consent_version: Annotated[str, StringConstraints(min_length=1, max_length=32)]

    def draft(self) -> Draft:
        """What the urgency is judged by."""
        return Draft(self.chronology, self.category, self.patient_in_care, self.money_asked)


class Filed(BaseModel):
    """The receipt. ``access_code`` is shown now and never again; filing again with the same key shows the same.

    ``deadline_verified`` false: the date is our aim, not to be called a legal right.
    """

    ticket: str
    access_code: str
    status: Status
    status_title: str
    category_title: str
    due_on: date
    working_days: int
    deadline_verified: bool
    urgency: UrgencyOut


class Additions(BaseModel):
    """Facts or files for a complaint that is open; at least one of them."""

    text: LongText | None = None
    attachments: Files = []
    code: Code | None = None


class Reopening(BaseModel):
    """Why a resolved complaint is not settled."""

    reason: LongText
    code: Code | None = None


class EntryOut(BaseModel):
    """One step of the timeline that the member may see."""

    at: datetime
    author: Literal["member", "agent", "system"]
    code: str
    title: str
    text: str | None


class ComplaintItem(BaseModel):
    """A complaint in a list."""

    ticket: str
    kind: Kind
    category: str
    category_title: str
    status: Status
    status_title: str
    facility_name: str | None
    due_on: date
    overdue: bool
    waits_for_member: bool
    filed_at: datetime
    updated_at: datetime


class ComplaintView(ComplaintItem):
    """A complaint with its timeline. ``chronology`` and the texts of the member are absent for who came by code."""

    happened_on: date | None
    chronology: str | None
    attachments: int
    reopen_until: datetime | None
    timeline: list[EntryOut]


class Added(BaseModel):
    """The complaint after an addition, and how urgent the addition makes it."""

    complaint: ComplaintView
    urgency: UrgencyOut
