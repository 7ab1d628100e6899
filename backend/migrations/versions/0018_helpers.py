"""Permissions to act for a member, and links on which their code is asked for."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _owner(column: str, parent: str, table: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    op.drop_constraint(op.f("ck_audit_log_actor_kind"), "audit_log")
    actors = "actor_kind IN ('bot', 'agent', 'member', 'system', 'helper')"
    op.create_check_constraint(op.f("ck_audit_log_actor_kind"), "audit_log", actors)
    op.add_column("verifications", sa.Column("helper_kind", sa.String(length=16), nullable=True))
    op.add_column("verifications", sa.Column("helper_name", sa.Text(), nullable=True))
    op.add_column("verifications", sa.Column("standing", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.alter_column("verifications", "standing", server_default=None)
    _permissions()
    op.create_table(
        "helper_sessions",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("permission_id", sa.Uuid(), nullable=False),
        _time("since"),
        _time("last_used_at"),
        _owner("permission_id", "helper_permissions", "helper_sessions", "CASCADE"),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_helper_sessions")),
    )
    op.create_index(op.f("ix_helper_sessions_permission_id"), "helper_sessions", ["permission_id"])


def _permissions() -> None:
    table = "helper_permissions"
    kinds = "kind IN ('child', 'cadre', 'village_officer', 'companion')"
    states = "state IN ('requested', 'active', 'refused', 'revoked')"
    op.create_table(
        table,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("helper_name", sa.Text(), nullable=False),
        sa.Column("helper_member_id", sa.String(length=36), nullable=True),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("method", sa.String(length=8), nullable=False),
        sa.Column("standing", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("attachments", postgresql.JSONB(), nullable=False),
        _time("created_at"),
        _time("expires_at"),
        _time("used_at", nullable=True),
        _time("decided_at", nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(kinds, name=op.f(f"ck_{table}_kind")),
        sa.CheckConstraint(states, name=op.f(f"ck_{table}_state")),
        sa.CheckConstraint("method IN ('code', 'agent')", name=op.f(f"ck_{table}_method")),
        _owner("member_id", "members", table, "CASCADE"),
        _owner("helper_member_id", "members", table, "SET NULL"),
        _owner("conversation_id", "conversations", table, "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f("ix_helper_permissions_member_id"), table, ["member_id"])
    op.create_index(op.f("ix_helper_permissions_helper_member_id"), table, ["helper_member_id"])
    op.create_index("ix_helper_permissions_state", table, ["state", "created_at"])


def downgrade() -> None:
    op.drop_table("helper_sessions")
    op.drop_table("helper_permissions")
    for name in ("standing", "helper_name", "helper_kind"):
        op.drop_column("verifications", name)
    op.drop_constraint(op.f("ck_audit_log_actor_kind"), "audit_log")
    actors = "actor_kind IN ('bot', 'agent', 'member', 'system')"
    op.create_check_constraint(op.f("ck_audit_log_actor_kind"), "audit_log", actors)
