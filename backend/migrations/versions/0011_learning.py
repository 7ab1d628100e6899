"""Messages to learn from, and how often each intent is asked."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "learning_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("understood", sa.String(length=60), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("suggestions", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=True),
        sa.Column("useless", sa.Boolean(), nullable=False),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_messages")),
        sa.UniqueConstraint("conversation_id", "seq", name=op.f("uq_learning_messages_conversation_id")),
    )
    op.create_index(
        "ix_learning_messages_waiting",
        "learning_messages",
        ["said_at"],
        postgresql_where=sa.text("label IS NULL AND NOT useless"),
    )
    op.create_table(
        "learning_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("fell_back", sa.Integer(), nullable=False),
        sa.Column("handed_over", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "label", name=op.f("pk_learning_counts")),
    )
    op.create_table(
        "learning_position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("read_upto", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_position")),
    )


def downgrade() -> None:
    op.drop_table("learning_position")
    op.drop_table("learning_counts")
    op.drop_index("ix_learning_messages_waiting", "learning_messages")
    op.drop_table("learning_messages")
