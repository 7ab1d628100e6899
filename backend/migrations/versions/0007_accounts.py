"""Accounts: second factors, invitations, logins that can be listed; the chain of the audit log."""

import sqlalchemy as sa
from alembic import op

from backend.privacy.models import CHAIN_APPEND_ONLY_SQL

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ROLES = "role IN ('agent', 'supervisor', 'admin', 'auditor')"


def upgrade() -> None:
    op.drop_constraint(op.f("ck_agents_role"), "agents")
    op.create_check_constraint(op.f("ck_agents_role"), "agents", _ROLES)
    op.add_column("agents", sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False))
    # Whoever is logged in logs in anew, with a second factor.
    op.execute("DELETE FROM agent_sessions")
    op.add_column("agent_sessions", sa.Column("id", sa.Uuid(), nullable=False))
    op.add_column("agent_sessions", sa.Column("device", sa.String(length=200), nullable=False))
    op.add_column("agent_sessions", sa.Column("address", sa.String(length=64), nullable=False))
    op.add_column("agent_sessions", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    op.create_unique_constraint(op.f("uq_agent_sessions_id"), "agent_sessions", ["id"])
    op.create_table(
        "agent_second_factors",
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_agent_second_factors_agent_id_agents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("agent_id", name=op.f("pk_agent_second_factors")),
    )
    op.create_table(
        "agent_recovery_codes",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_agent_recovery_codes_agent_id_agents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_agent_recovery_codes")),
    )
    op.create_index(op.f("ix_agent_recovery_codes_agent_id"), "agent_recovery_codes", ["agent_id"])
    op.create_table(
        "agent_invitations",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("invited_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["invited_by"], ["agents.id"], name=op.f("fk_agent_invitations_invited_by_agents"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_agent_invitations")),
    )
    op.add_column("audit_log", sa.Column("reason", sa.String(length=300), nullable=True))
    op.create_table(
        "audit_chain",
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("seal", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_chain")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_chain_entry_id")),
    )
    op.execute(CHAIN_APPEND_ONLY_SQL)
