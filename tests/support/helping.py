"""A helper on their one-time page, the member who hands on the code, and what others do about it meanwhile."""

import subprocess
import sys
from typing import Any

import psycopg
import requests

from tests.support.running import ROOT, System
from tests.support.verifying import an_hour_later, csrf_in, demo_member, newest_code


class HelperPage:
    """The page of a helper's link, in a browser without JavaScript."""

    def __init__(self, base: str, database_url: str, link: str) -> None:
        an_hour_later(database_url)
        self.base, self.link, self.http = base, link, requests.Session()
        self.http.trust_env = False
        self.page = self.http.get(link, timeout=10).text

    def _send(self, action: str, files: Any = None, **fields: str) -> None:
        form = {"csrf": csrf_in(self.page), **fields}
        self.page = self.http.post(f"{self.link}/{action}", data=form, files=files, timeout=10).text

    def names(self, member: str, helper: str, kind: str, *, standing: bool = False) -> None:
        """Says who helps whom."""
        found = demo_member(member)
        fields = {"number": found["card_number"], "birth_date": found["birth_date"]}
        fields |= {"helper_name": helper, "helper_kind": kind, **({"standing": "true"} if standing else {})}
        self._send("identity", **fields)

    def types(self, code: str | None = None) -> None:
        """Types the code that the member got, or another one."""
        self._send("code", code=code or newest_code(self.http, self.base))

    def asks_staff(self, reason: str, proof: bytes) -> None:
        """Asks an agent instead."""
        self.page = self.http.get(f"{self.link}/approval", timeout=10).text
        self._send("approval", files={"proof": ("kk.png", proof, "image/png")}, reason=reason)


_NEWEST = "(SELECT id FROM helper_permissions ORDER BY created_at DESC LIMIT 1)"
_CHANGES = {
    "revoked": f"UPDATE helper_permissions SET state = 'revoked' WHERE id = {_NEWEST}",  # noqa: S608 - all our own
    "expired": f"UPDATE helper_permissions SET expires_at = now() WHERE id = {_NEWEST}",  # noqa: S608 - our own words
    "deceased": "UPDATE members SET status = 'inactive', status_reason = 'deceased' WHERE name = %s",
    "duplicate": "UPDATE members SET status = 'inactive', status_reason = 'duplicate' WHERE name = %s",
    "active": "UPDATE members SET status = 'active', status_reason = NULL WHERE name = %s",
}
_DECIDE = """
import sys
from sqlalchemy import select
from backend import clock
from backend.db import session_scope
from backend.helpers.granting import decide
from backend.helpers.models import HelperPermission
with session_scope() as session:
    query = select(HelperPermission.id).where(HelperPermission.state == "requested")
    newest = session.scalars(query.order_by(HelperPermission.created_at.desc())).first()
    decide(session, newest, approve=sys.argv[1] == "approved", note=sys.argv[2], agent_id="agent", now=clock.now())
"""


def meanwhile(database_url: str, what: str, member: str = "") -> None:
    """The newest permission is ``revoked`` or ``expired``; a member ``deceased``, ``duplicate`` or ``active`` again."""
    with psycopg.connect(database_url) as connection:
        connection.execute(_CHANGES[what], (member,) if member else None)


def decides(system: System, outcome: str, note: str) -> None:
    """An agent decides on the newest request, with the keys of the running system."""
    given = {**system.environment, "DATABASE_URL": system.database_url}
    subprocess.run([sys.executable, "-c", _DECIDE, outcome, note], check=True, cwd=ROOT, env=given, timeout=30)
