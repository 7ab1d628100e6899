"""Accounts, for administrators: inviting, roles, switching off, second factors, logins."""

from typing import Annotated, get_args
from uuid import UUID

from fastapi import Form, Response
from fastapi.responses import RedirectResponse

from backend.accounts import administration, invitations, second_factor
from backend.console.auth import Administering, AdministeringSigned, Visit
from backend.console.routing import console_router
from backend.handover.accounts import get_agent, is_locked
from backend.handover.models import Role
from backend.settings import get_settings

router = console_router()
ACCOUNTS = "/console/admin/accounts"
_SAID = ("saved", "role_changed", "account_changed", "sessions_ended", "withdrawn")
Field = Annotated[str, Form(max_length=64)]


def _list(visit: Visit, link: str = "", said: str = "") -> Response:
    return visit.page(
        "admin_accounts.html",
        agents=administration.all_accounts(visit.session),
        invitations=invitations.open_invitations(visit.session, now=visit.now),
        roles=get_args(Role),
        link=link,
        said=said if said in _SAID else "",
    )


def _back(agent_id: UUID, said: str) -> Response:
    return RedirectResponse(f"{ACCOUNTS}/{agent_id}?said={said}", 303)


@router.get("/admin/accounts")
def accounts_page(visit: Administering, said: str = "") -> Response:
    """Every account and open invitation."""
    return _list(visit, said=said)


@router.post("/admin/invitations")
def invite(visit: AdministeringSigned, login: Field, name: Field, role: Field, facility: Field = "") -> Response:
    """Makes an invitation and shows its link, this one time."""
    who = {"login": login, "name": name, "role": role, "facility": facility}
    token = invitations.invite(visit.session, visit.agent, **who, now=visit.now)
    return _list(visit, link=f"{get_settings().public_base_url}/console/invitation/{token}")


@router.post("/admin/invitations/withdraw")
def withdraw(visit: AdministeringSigned, login: Field) -> Response:
    """Ends the open invitations of a login."""
    invitations.withdraw(visit.session, visit.agent, login, now=visit.now)
    return RedirectResponse(f"{ACCOUNTS}?said=withdrawn", 303)


@router.get("/admin/accounts/{agent_id}")
def account_page(visit: Administering, agent_id: UUID, said: str = "") -> Response:
    """One account."""
    agent = get_agent(visit.session, agent_id)
    return visit.page(
        "admin_account.html",
        agent=agent,
        roles=get_args(Role),
        has_factor=second_factor.is_set_up(visit.session, agent),
        locked=is_locked(agent, now=visit.now),
        logins=administration.sessions_of(visit.session, agent.id, now=visit.now),
        said=said if said in _SAID else "",
    )


@router.post("/admin/accounts/{agent_id}/role")
def change_role(visit: AdministeringSigned, agent_id: UUID, role: Field, facility: Field = "") -> Response:
    """Gives the account another role; a doctor's comes with a facility."""
    agent = get_agent(visit.session, agent_id)
    administration.change_role(visit.session, visit.agent, agent, role, facility=facility, now=visit.now)
    return _back(agent_id, "role_changed")


@router.post("/admin/accounts/{agent_id}/active")
def switch(visit: AdministeringSigned, agent_id: UUID, active: Annotated[bool, Form()]) -> Response:
    """Switches the account on or off."""
    agent = get_agent(visit.session, agent_id)
    administration.set_active(visit.session, visit.agent, agent, active, now=visit.now)
    return _back(agent_id, "account_changed")


@router.post("/admin/accounts/{agent_id}/unlock")
def unlock(visit: AdministeringSigned, agent_id: UUID) -> Response:
    """Ends the lock after wrong passwords or codes."""
    administration.unlock(visit.session, visit.agent, get_agent(visit.session, agent_id), now=visit.now)
    return _back(agent_id, "account_changed")


@router.post("/admin/accounts/{agent_id}/reset-factor")
def reset_factor(visit: AdministeringSigned, agent_id: UUID) -> Response:
    """Lets who lost the app set up a new one."""
    agent = get_agent(visit.session, agent_id)
    administration.reset_second_factor(visit.session, visit.agent, agent, now=visit.now)
    return _back(agent_id, "account_changed")


@router.post("/admin/accounts/{agent_id}/sessions/{session_id}/end")
def end_session(visit: AdministeringSigned, agent_id: UUID, session_id: UUID) -> Response:
    """Ends one login of the account."""
    administration.revoke_one(visit.session, visit.agent, agent_id, session_id, now=visit.now)
    return _back(agent_id, "sessions_ended")
