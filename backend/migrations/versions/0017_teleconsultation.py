"""Consultations at a distance, the hours in which they are taken, and the role doctor."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_IS_OPEN = sa.text("state IN ('booked', 'running')")


def upgrade() -> None:
    op.drop_constraint(op.f("ck_agents_role"), "agents")
    roles = "role IN ('agent', 'supervisor', 'admin', 'auditor', 'privacy', 'doctor')"
    op.create_check_constraint(op.f("ck_agents_role"), "agents", roles)
    op.add_column("agents", sa.Column("facility_code", sa.String(length=16), nullable=True))
    op.create_check_constraint(op.f("ck_agents_facility"), "agents", "(role = 'doctor') = (facility_code IS NOT NULL)")
    op.add_column("agent_invitations", sa.Column("facility_code", sa.String(length=16), nullable=True))
    op.create_table(
        "consultation_hours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_code", sa.String(length=16), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("minutes", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("ck_consultation_hours_weekday")),
        sa.CheckConstraint("starts < ends", name=op.f("ck_consultation_hours_span")),
        sa.CheckConstraint("minutes BETWEEN 5 AND 60", name=op.f("ck_consultation_hours_minutes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_hours")),
        sa.UniqueConstraint("facility_code", "weekday", "starts", name=op.f("uq_consultation_hours_facility_code")),
    )
    op.create_table(
        "consultation_consents",
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("given_by", sa.String(length=36), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_consultation_consents_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["given_by"], ["members.id"], name=op.f("fk_consultation_consents_given_by_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_consultation_consents")),
    )
    op.create_table(
        "consultations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("receipt", sa.String(length=16), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("facility_code", sa.String(length=16), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("complaint", sa.Text(), nullable=False),
        sa.Column("signs", sa.Text(), nullable=False),
        sa.Column("share_screening", sa.Boolean(), nullable=False),
        sa.Column("doctor_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("advice", sa.Text(), nullable=True),
        sa.Column("referral", sa.Boolean(), nullable=False),
        sa.Column("come_in_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('booked', 'running', 'done', 'no_show', 'missed', 'cancelled')",
            name=op.f("ck_consultations_state"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_consultations_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["members.id"], name=op.f("fk_consultations_asked_by_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_consultations_conversation_id_conversations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["doctor_id"], ["agents.id"], name=op.f("fk_consultations_doctor_id_agents")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultations")),
        sa.UniqueConstraint("receipt", name=op.f("uq_consultations_receipt")),
    )
    op.create_index("uq_consultations_open", "consultations", ["member_id"], unique=True, postgresql_where=_IS_OPEN)
    op.create_index(
        "uq_consultations_slot", "consultations", ["facility_code", "starts_at"], unique=True, postgresql_where=_IS_OPEN
    )
    op.create_index(
        "uq_consultations_running",
        "consultations",
        ["conversation_id"],
        unique=True,
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_index("ix_consultations_facility", "consultations", ["facility_code", "starts_at"])
    op.create_index("ix_consultations_member", "consultations", ["member_id", "starts_at"])
    op.add_column("messages", sa.Column("consultation_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_messages_consultation",
        "messages",
        ["consultation_id"],
        postgresql_where=sa.text("consultation_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.execute("UPDATE conversations SET handled_by = 'bot' WHERE handled_by = 'doctor'")
    op.drop_index("ix_messages_consultation", "messages")
    op.drop_column("messages", "consultation_id")
    op.drop_table("consultations")
    op.drop_table("consultation_consents")
    op.drop_table("consultation_hours")
    op.drop_column("agent_invitations", "facility_code")
    op.drop_constraint(op.f("ck_agents_facility"), "agents")
    op.execute("DELETE FROM agents WHERE role = 'doctor'")
    op.drop_column("agents", "facility_code")
    op.drop_constraint(op.f("ck_agents_role"), "agents")
    roles = "role IN ('agent', 'supervisor', 'admin', 'auditor', 'privacy')"
    op.create_check_constraint(op.f("ck_agents_role"), "agents", roles)
