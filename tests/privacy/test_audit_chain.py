"""The chain that shows whether the audit log was tampered with, as who may switch triggers off could do."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from backend.db import session_scope
from backend.ids import uuid7_before
from backend.privacy.audit import Access, record_access
from backend.privacy.chain import seal_new, verify
from backend.privacy.models import AuditEntry
from care165.cli import app


def written(session: Session, count: int, now: datetime) -> None:
    for n in range(count):
        access = Access.agent(uuid4(), None, "complaint")
        record_access(session, access, member_id=f"m{n}", what="bill", now=now, reason="a reason")
    session.flush()


def tamper(session: Session, change: str) -> None:
    session.execute(text("SET LOCAL session_replication_role = replica"))
    session.execute(text(change))
    session.execute(text("SET LOCAL session_replication_role = DEFAULT"))
    session.expire_all()


def test_entries_are_sealed_once_and_in_order(session: Session, now: datetime) -> None:
    written(session, 3, now)
    before = verify(session, now=now)
    assert (before.sealed, before.waiting, before.faults) == (0, 3, [])
    assert (seal_new(session, now=now), seal_new(session, now=now)) == (3, 0)
    written(session, 2, now)
    assert seal_new(session, now=now) == 2
    report = verify(session, now=now, noted_head=verify(session, now=now).head)
    assert (report.sealed, report.waiting, report.faults) == (5, 0, [])


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("UPDATE audit_log SET reason = 'another' WHERE member_id = 'm1'", "was changed"),
        ("UPDATE audit_log SET at = at + interval '1 second' WHERE member_id = 'm1'", "was changed"),
        ("DELETE FROM audit_log WHERE member_id = 'm1'", "the entry of seal"),
        ("DELETE FROM audit_chain WHERE position = 2", "seals 2 to 2 are missing"),
        ("UPDATE audit_chain SET seal = decode(repeat('00', 32), 'hex') WHERE position = 2", "was changed"),
    ],
)
def test_every_tampering_is_found(session: Session, now: datetime, change: str, fault: str) -> None:
    written(session, 3, now)
    seal_new(session, now=now)
    tamper(session, change)
    assert any(fault in found for found in verify(session, now=now).faults)


def test_a_cut_end_is_found_by_the_noted_head(session: Session, now: datetime) -> None:
    written(session, 3, now)
    seal_new(session, now=now)
    head = verify(session, now=now).head
    tamper(session, "DELETE FROM audit_log WHERE id = (SELECT entry_id FROM audit_chain WHERE position = 3)")
    tamper(session, "DELETE FROM audit_chain WHERE position = 3")
    assert verify(session, now=now).faults == []
    assert "noted head" in verify(session, now=now, noted_head=head).faults[0]


def test_an_entry_that_is_never_sealed_is_told(session: Session, now: datetime) -> None:
    written(session, 1, now)
    assert "waited" in verify(session, now=now + timedelta(minutes=6)).faults[0]


def test_an_entry_put_in_with_an_old_id_is_not_sealed_as_if_it_were_new(session: Session, now: datetime) -> None:
    written(session, 1, now)
    seal_new(session, now=now)
    newest = session.scalars(select(AuditEntry)).one()
    old = AuditEntry(id=uuid7_before(newest.id, timedelta(days=30)), at=now - timedelta(days=30), what="bill")
    old.actor_kind, old.purpose = "bot", "bill"
    session.add(old)
    session.flush()
    assert seal_new(session, now=now) == 0
    assert "waited" in verify(session, now=now).faults[0]


def test_seals_cannot_be_changed(session: Session, now: datetime) -> None:
    written(session, 1, now)
    seal_new(session, now=now)
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text("DELETE FROM audit_chain"))


def test_the_command_says_whether_the_chain_is_whole(committed: None, now: datetime) -> None:
    with session_scope() as session:
        written(session, 2, now)
        seal_new(session, now=now)
    whole = CliRunner().invoke(app, ["audit", "verify"])
    assert (whole.exit_code, "2 entries sealed" in whole.output) == (0, True)
    with session_scope() as session:
        tamper(session, "UPDATE audit_log SET reason = 'x' WHERE member_id = 'm1'")
    assert CliRunner().invoke(app, ["audit", "verify"]).exit_code == 1
