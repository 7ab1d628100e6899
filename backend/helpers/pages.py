"""The way on for helpers of members who have no phone: a request to an agent, on the helper's one-time link."""

from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from backend.attachments.service import store
from backend.errors import ServiceError
from backend.helpers.granting import ask_agent
from backend.helpers.settings import LEAST_REASON, LONGEST_REASON
from backend.identity.models import Verification
from backend.identity.page_kit import SECURITY_HEADERS, ShownProblem
from backend.identity.texts import text_of
from backend.identity.visits import CurrentVisit, Visit

router = APIRouter(tags=["verification page"])


def _asks(found: Verification) -> bool:
    return found.helper_kind is not None and found.state == "code_sent"


def _back(visit: Visit) -> Response:
    return RedirectResponse(visit.base, status_code=303, headers=SECURITY_HEADERS)


@router.get("/verify/{token}/approval", response_class=HTMLResponse)
def approval_page(visit: CurrentVisit) -> Response:
    """The form; only on a helper's link that knows for whom."""
    found = visit.open_link()
    if isinstance(found, HTMLResponse):
        return found
    return visit.show("approval.html", found, reason="") if _asks(found) else _back(visit)


@router.post("/verify/{token}/approval", response_class=HTMLResponse)
def submit_approval(
    visit: CurrentVisit,
    reason: Annotated[str, Form(max_length=LONGEST_REASON)] = "",
    csrf: Annotated[str, Form(max_length=200)] = "",
    proof: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Takes reason and proof. The answer is the same where nobody has the number that was typed."""
    found = visit.open_form(csrf)
    if isinstance(found, HTMLResponse):
        return found
    if not _asks(found):
        return _back(visit)
    said = " ".join(reason.split())
    if len(said) < LEAST_REASON:
        return _again(visit, found, said, "reason", "approval_reason_missing")
    if proof is None or not proof.filename:
        return _again(visit, found, said, "proof", "approval_proof_missing")
    try:
        kept = store(visit.session, found.conversation_id, proof.filename, proof.file, now=visit.now)
    except ServiceError:
        return _again(visit, found, said, "proof", "approval_proof_type")
    kept.evidence = True
    ask_agent(visit.session, found, reason=said, attachments=[kept.id], now=visit.now)
    return _back(visit)


def _again(visit: Visit, found: Verification, reason: str, name: str, problem: str) -> HTMLResponse:
    problems = [ShownProblem(name, text_of(problem, visit.locale))]
    return visit.show("approval.html", found, status=422, reason=reason, problems=problems)
