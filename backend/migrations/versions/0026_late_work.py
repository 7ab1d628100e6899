"""The clocks find the work of late by its time."""

from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_handovers_requested_at", "handovers", ["requested_at"])
    op.create_index("ix_complaints_filed_at", "complaints", ["filed_at"])


def downgrade() -> None:
    op.drop_index("ix_complaints_filed_at", table_name="complaints")
    op.drop_index("ix_handovers_requested_at", table_name="handovers")
