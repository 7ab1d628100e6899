"""One's own account: the browsers that are logged in, password, recovery codes."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Response
from fastapi.responses import RedirectResponse

from backend.accounts import administration, second_factor
from backend.accounts.record import record_change
from backend.console.auth import Anyone, AnyoneSigned
from backend.console.routing import console_router
from backend.errors import Forbidden
from backend.handover.accounts import MIN_PASSWORD_LENGTH, count_failure, is_locked

router = console_router()
ACCOUNT = "/console/account"
Password = Annotated[str, Form(max_length=256)]


@router.get("/account")
def account_page(visit: Anyone, said: str = "") -> Response:
    """Who I am here, and where I am logged in."""
    logins = administration.sessions_of(visit.session, visit.agent.id, now=visit.now)
    left = second_factor.recovery_codes_left(visit.session, visit.agent)
    told = said if said in ("sessions_ended", "password_changed") else ""
    return visit.page("account.html", logins=logins, codes_left=left, minimum=MIN_PASSWORD_LENGTH, said=told)


@router.post("/account/sessions/end-others")
def end_others(visit: AnyoneSigned) -> Response:
    """Ends every other login of mine."""
    administration.revoke_others(visit.session, visit.agent, visit.login, now=visit.now)
    return RedirectResponse(f"{ACCOUNT}?said=sessions_ended", 303)


@router.post("/account/sessions/{session_id}/end")
def end_one(visit: AnyoneSigned, session_id: UUID) -> Response:
    """Ends one login of mine."""
    administration.revoke_one(visit.session, visit.agent, visit.agent.id, session_id, now=visit.now)
    return RedirectResponse(f"{ACCOUNT}?said=sessions_ended", 303)


@router.post("/account/password")
def change_password(visit: AnyoneSigned, old: Password, new: Password) -> Response:
    """Replaces my password and ends my other logins."""
    administration.change_password(visit.session, visit.agent, old, new, visit.login, now=visit.now)
    return RedirectResponse(f"{ACCOUNT}?said=password_changed", 303)


@router.post("/account/recovery-codes")
def new_recovery_codes(visit: AnyoneSigned, code: Annotated[str, Form(max_length=32)]) -> Response:
    """Shows new recovery codes, after a code of the app.

    Raises:
        Forbidden: ``code_wrong``; the try counts like one at the login.
    """
    locked = is_locked(visit.agent, now=visit.now)
    if locked or not second_factor.check(visit.session, visit.agent, code, now=visit.now):
        if not locked:
            count_failure(visit.agent, now=visit.now)
        visit.session.commit()  # the refusal must not undo the count
        raise Forbidden("code_wrong")
    codes = second_factor.new_recovery_codes(visit.session, visit.agent)
    record_change(visit.session, visit.agent, "account.recovery_codes_made", now=visit.now)
    return visit.page("recovery_codes.html", codes=codes, goal=ACCOUNT)
