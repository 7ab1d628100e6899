"""The outbox of alert mails."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert_mails",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=96), nullable=False),
        sa.Column("receiver", sa.String(length=254), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("priority", sa.String(length=2), nullable=False),
        sa.Column("measure", sa.String(length=12), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("path", sa.String(length=96), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('breach', 'urgent')", name=op.f("ck_alert_mails_kind")),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'sent', 'uncertain', 'failed', 'dropped')",
            name=op.f("ck_alert_mails_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_mails")),
        sa.UniqueConstraint("key", "receiver", name=op.f("uq_alert_mails_key")),
    )
    op.create_index(
        "ix_alert_mails_open",
        "alert_mails",
        ["next_try_at"],
        postgresql_where=sa.text("state IN ('queued', 'sending')"),
    )


def downgrade() -> None:
    op.drop_table("alert_mails")
