"""What each role may do. A new role is one line here, one in ``handover.models.Role`` and one in the texts."""

from typing import Literal

from backend.handover.models import Role

Permission = Literal["work", "supervise", "report", "administer", "audit", "privacy", "consult"]
"""``work``: members' conversations and complaints; ``supervise``: the wall and other people's work; ``report``: figures
without members' data; ``administer``: accounts and settings; ``audit``: the record of who read what; ``privacy``:
what members asked about their data; ``consult``: the consultations of the doctor's own facility, and nothing else."""

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    "agent": frozenset({"work"}),
    "supervisor": frozenset({"work", "supervise", "report"}),
    "admin": frozenset({"administer", "report"}),
    "auditor": frozenset({"audit", "report"}),
    "privacy": frozenset({"privacy"}),
    "doctor": frozenset({"consult"}),
}
"""Who gives rights reads no members' data, and who checks the record changes nothing (separation of duties)."""
_HOMES: tuple[tuple[Permission, str], ...] = (
    ("work", "/console/"),
    ("administer", "/console/admin/accounts"),
    ("audit", "/console/audit"),
    ("privacy", "/console/privacy"),
    ("consult", "/console/consultations"),
)


def allowed(role: str, permission: Permission) -> bool:
    """Whether a role has a permission; a role that is not known has none."""
    return permission in PERMISSIONS.get(role, frozenset())  # type: ignore[call-overload]  # any text may be asked for


def home_of(role: str) -> str:
    """The page that somebody of this role begins with."""
    return next((page for permission, page in _HOMES if allowed(role, permission)), "/console/account")
