"""What was found and done at visits, and codes that open it for a doctor."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit_records",
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("doctor", sa.Text(), nullable=False),
        sa.Column("diagnosis", sa.Text(), nullable=False),
        sa.Column("treatment", sa.Text(), nullable=True),
        sa.Column("medicines", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_visit_records_visit_id_visits"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_visit_records")),
    )
    op.create_table(
        "history_shares",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_history_shares_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["members.id"], name=op.f("fk_history_shares_asked_by_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_shares")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_history_shares_code_hash")),
    )
    op.create_index(op.f("ix_history_shares_member_id"), "history_shares", ["member_id"], unique=False)
    op.create_table(
        "history_share_readings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("share_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["share_id"],
            ["history_shares.id"],
            name=op.f("fk_history_share_readings_share_id_history_shares"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_share_readings")),
    )
    op.create_index(op.f("ix_history_share_readings_share_id"), "history_share_readings", ["share_id"], unique=False)


def downgrade() -> None:
    op.drop_table("history_share_readings")
    op.drop_table("history_shares")
    op.drop_table("visit_records")
