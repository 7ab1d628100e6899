"""Registrations."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "registrations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("receipt", sa.String(length=24), nullable=False),
        sa.Column("access_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("kk_hash", sa.String(length=64), nullable=True),
        sa.Column("attachments", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=True),
        sa.Column("family_id", sa.String(length=36), nullable=True),
        sa.Column("pay_from", sa.Date(), nullable=True),
        sa.Column("pay_until", sa.Date(), nullable=True),
        sa.Column("billed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('new', 'family', 'newborn', 'job_loss', 'foreigner')", name=op.f("ck_registrations_kind")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'needs_documents', 'approved', 'refused', 'withdrawn')",
            name=op.f("ck_registrations_state"),
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_registrations_family_id_families"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_registrations_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registrations")),
        sa.UniqueConstraint("receipt", name=op.f("uq_registrations_receipt")),
    )
    op.create_index(op.f("ix_registrations_conversation_id"), "registrations", ["conversation_id"], unique=False)
    op.create_index(op.f("ix_registrations_kk_hash"), "registrations", ["kk_hash"], unique=False)
    op.create_index(op.f("ix_registrations_member_id"), "registrations", ["member_id"], unique=False)
    op.create_index("ix_registrations_state", "registrations", ["state", "updated_at"], unique=False)


def downgrade() -> None:

    op.drop_index("ix_registrations_state", table_name="registrations")
    op.drop_index(op.f("ix_registrations_member_id"), table_name="registrations")
    op.drop_index(op.f("ix_registrations_kk_hash"), table_name="registrations")
    op.drop_index(op.f("ix_registrations_conversation_id"), table_name="registrations")
    op.drop_table("registrations")
