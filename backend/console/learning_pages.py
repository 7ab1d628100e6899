"""Learning from real conversations: messages to label, and how each intent fares. For supervisors."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Form, Response

from backend.console.auth import Supervising, SupervisingSigned, Visit
from backend.console.rendering import texts_for
from backend.console.routing import HOME, by_htmx, console_router
from backend.learning import export, review
from backend.learning.labels import labels
from backend.learning.usage import together, usage

router = console_router()
PLACE = f"{HOME}learning"
PERIODS = (7, 30, 90)
Decided = Annotated[str, Form(max_length=60)]


def _choices(visit: Visit) -> list[tuple[str, str]]:
    """Every label and its name, sorted by name: who looks for one knows what it is called here."""
    t = texts_for(visit.request)
    return sorted(((code, t.label("labels", code)) for code in labels()), key=lambda choice: choice[1].casefold())


@router.get("/learning")
def messages_to_label(
    visit: Supervising, shown: review.Shown = "waiting", said: Literal["", "exported"] = ""
) -> Response:
    """The newest messages that were not understood or that ended with a person; or what was decided about them."""
    return visit.page(
        "learning.html",
        messages=review.listed(visit.session, shown),
        shown=shown,
        numbers=review.numbers(visit.session),
        exported_at=export.exported_at(),
        choices=_choices(visit),
        decision=review.decision,
        said=said,
    )


@router.post("/learning/export")
def hand_over(visit: SupervisingSigned) -> Response:
    """Hands what was labelled to the next training."""
    export.export(visit.session)
    return visit.done(f"{PLACE}?shown=labelled&said=exported")


@router.get("/learning/nlu.yml")
def download(visit: Supervising) -> Response:
    """The training data itself."""
    headers = {"Content-Disposition": 'attachment; filename="learned.yml"'}
    return Response(export.training_data(visit.session), media_type="application/yaml", headers=headers)


@router.get("/learning/usage")
def how_intents_fare(visit: Supervising, days: int = PERIODS[0]) -> Response:
    """How often each intent was asked, understood, not understood, and handed over."""
    period = days if days in PERIODS else PERIODS[0]
    rows = usage(visit.session, days=period, now=visit.now)
    found: dict[str, Any] = {"rows": rows, "total": together(rows), "numbers": review.numbers(visit.session)}
    return visit.page("learning_usage.html", **found, period=period, periods=PERIODS)


@router.post("/learning/{message_id}")
def decide(
    *,
    visit: SupervisingSigned,
    message_id: UUID,
    decided: Decided = "",
    other: Decided = "",
    before: Decided = "",
    shown: Annotated[review.Shown, Form()] = "waiting",
    words: Annotated[str, Form(max_length=4096)] = "",
) -> Response:
    """What a message means, that it is of no use, or that it is to be reviewed again.

    Raises:
        As ``review.review``.
    """
    chosen = other if decided == "other" else decided
    if decided == "other" and not other:
        return visit.notice("label_missing", 422)
    message = review.review(
        visit.session, message_id, chosen, before=before, words=words, agent_id=visit.agent.id, now=visit.now
    )
    if not by_htmx(visit.request):
        return visit.done(f"{PLACE}?shown={shown}")
    visit.session.flush()
    seen: dict[str, Any] = {"message": message, "shown": shown, "numbers": review.numbers(visit.session), "oob": True}
    return visit.page("learning_message.html", **seen, choices=_choices(visit), decision=review.decision)
