"""Learning from real conversations: messages to label, and how each intent fares. For supervisors."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Form, Response

from backend.console.auth import Supervising, SupervisingSigned
from backend.console.routing import HOME, console_router
from backend.learning import review
from backend.learning.labels import labels
from backend.learning.usage import usage

router = console_router()
PLACE = f"{HOME}learning"
PERIODS = (7, 30, 90)
Label = Annotated[str, Form(max_length=60)]


@router.get("/learning")
def messages_to_label(visit: Supervising, said: Literal["", "exported"] = "") -> Response:
    """The newest messages that were not understood, or that ended with a person."""
    found = review.waiting(visit.session)
    numbers = review.numbers(visit.session)
    return visit.page("learning.html", messages=found, numbers=numbers, labels=labels(), said=said)


@router.post("/learning/export")
def export(visit: SupervisingSigned) -> Response:
    """Hands what was labelled to the next training."""
    review.export(visit.session)
    return visit.done(f"{PLACE}?said=exported")


@router.get("/learning/nlu.yml")
def download(visit: Supervising) -> Response:
    """The training data itself."""
    headers = {"Content-Disposition": 'attachment; filename="learned.yml"'}
    return Response(review.training_data(visit.session), media_type="application/yaml", headers=headers)


@router.get("/learning/usage")
def how_intents_fare(visit: Supervising, days: int = PERIODS[0]) -> Response:
    """How often each intent was asked, understood, not understood, and handed over."""
    period = days if days in PERIODS else PERIODS[0]
    rows = usage(visit.session, days=period, now=visit.now)
    return visit.page("learning_usage.html", rows=rows, period=period, periods=PERIODS)


@router.post("/learning/{message_id}")
def label_message(visit: SupervisingSigned, message_id: UUID, label: Label = "") -> Response:
    """What a message means; without a label there is nothing to learn from it."""
    review.review(visit.session, message_id, label or None, agent_id=visit.agent.id, now=visit.now)
    return visit.done(PLACE)
