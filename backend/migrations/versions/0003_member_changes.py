"""Changes of a member's data, and room at first-level facilities."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fktp_rooms",
        sa.Column("facility_code", sa.String(length=16), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("registered", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("capacity >= 0 AND registered >= 0", name=op.f("ck_fktp_rooms_counts")),
        sa.ForeignKeyConstraint(
            ["facility_code"],
            ["facilities.code"],
            name=op.f("fk_fktp_rooms_facility_code_facilities"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("facility_code", name=op.f("pk_fktp_rooms")),
    )
    op.create_table(
        "member_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("receipt", sa.String(length=24), nullable=True),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("shown", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("attachments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=True),
        sa.Column("code_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("codes_sent", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('fktp', 'class', 'phone', 'email', 'address', 'correction')", name=op.f("ck_member_changes_kind")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'code_sent', 'in_review', 'pending', 'applied', 'withdrawn', 'refused')",
            name=op.f("ck_member_changes_state"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_member_changes_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_changes")),
        sa.UniqueConstraint("receipt", name=op.f("uq_member_changes_receipt")),
    )
    op.create_index(op.f("ix_member_changes_asked_by"), "member_changes", ["asked_by"], unique=False)
    op.create_index(op.f("ix_member_changes_conversation_id"), "member_changes", ["conversation_id"], unique=False)
    op.create_index("ix_member_changes_due", "member_changes", ["state", "effective_on"], unique=False)
    op.create_index(op.f("ix_member_changes_member_id"), "member_changes", ["member_id"], unique=False)
    op.add_column("members", sa.Column("address", sa.Text(), nullable=True))
    op.add_column("members", sa.Column("nik_due_on", sa.Date(), nullable=True))


def downgrade() -> None:

    op.drop_column("members", "nik_due_on")
    op.drop_column("members", "address")
    op.drop_index(op.f("ix_member_changes_member_id"), table_name="member_changes")
    op.drop_index("ix_member_changes_due", table_name="member_changes")
    op.drop_index(op.f("ix_member_changes_conversation_id"), table_name="member_changes")
    op.drop_index(op.f("ix_member_changes_asked_by"), table_name="member_changes")
    op.drop_table("member_changes")
    op.drop_table("fktp_rooms")
