"""Complaints as tickets (owner, duplicates, own deadline); working calendars, targets and their clocks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("complaints", sa.Column("owner_kind", sa.String(length=8), nullable=True))
    op.add_column("complaints", sa.Column("owner_id", sa.Uuid(), nullable=True))
    op.add_column("complaints", sa.Column("owner_name", sa.String(length=160), nullable=True))
    op.add_column("complaints", sa.Column("merged_into_id", sa.Uuid(), nullable=True))
    op.add_column("complaints", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(
        op.f("ck_complaints_owner_kind"), "complaints", "owner_kind IN ('agent', 'branch', 'hospital')"
    )
    op.create_foreign_key(
        op.f("fk_complaints_owner_id_agents"), "complaints", "agents", ["owner_id"], ["id"], ondelete="SET NULL"
    )
    op.create_foreign_key(
        op.f("fk_complaints_merged_into_id_complaints"),
        "complaints",
        "complaints",
        ["merged_into_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_index(op.f("ix_complaints_merged_into_id"), "complaints", ["merged_into_id"])
    op.create_table(
        "work_calendars",
        sa.Column("name", sa.String(length=16), nullable=False),
        sa.Column("hours", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_work_calendars")),
    )
    op.create_table(
        "closed_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_closed_days")),
    )
    op.create_table(
        "sla_targets",
        sa.Column("subject", sa.String(length=12), nullable=False),
        sa.Column("priority", sa.String(length=2), nullable=False),
        sa.Column("first_reply", sa.Integer(), nullable=False),
        sa.Column("next_reply", sa.Integer(), nullable=False),
        sa.Column("resolution", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "priority", name=op.f("pk_sla_targets")),
    )
    op.create_table(
        "category_targets",
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("priority", sa.String(length=2), nullable=False),
        sa.Column("resolution", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("category", "priority", name=op.f("pk_category_targets")),
    )
    op.create_table(
        "sla_clocks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=12), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("priority", sa.String(length=2), nullable=False),
        sa.Column("measure", sa.String(length=12), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("warn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("breached_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.Uuid(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("subject IN ('handover', 'complaint')", name=op.f("ck_sla_clocks_subject")),
        sa.CheckConstraint(
            "measure IN ('first_reply', 'next_reply', 'resolution')", name=op.f("ck_sla_clocks_measure")
        ),
        sa.CheckConstraint(
            "state IN ('running', 'paused', 'met', 'missed', 'dropped')", name=op.f("ck_sla_clocks_state")
        ),
        sa.ForeignKeyConstraint(
            ["seen_by"], ["agents.id"], name=op.f("fk_sla_clocks_seen_by_agents"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sla_clocks")),
        sa.UniqueConstraint("subject", "subject_id", "measure", "turn", name=op.f("uq_sla_clocks_subject")),
    )
    op.create_index(
        "ix_sla_clocks_open", "sla_clocks", ["due_at"], postgresql_where=sa.text("state IN ('running', 'paused')")
    )
    op.create_index("ix_sla_clocks_started_at", "sla_clocks", ["started_at"])
