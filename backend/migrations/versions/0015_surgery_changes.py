"""Surgery dates that were moved, and who wants to hear of it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("surgeries", sa.Column("moved_from", sa.Date(), nullable=True))
    op.create_table(
        "surgery_watches",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_surgery_watches_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_surgery_watches_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("conversation_id", "member_id", name=op.f("pk_surgery_watches")),
    )


def downgrade() -> None:
    op.drop_table("surgery_watches")
    op.drop_column("surgeries", "moved_from")
