"""Payments that were sent back, whole or in part."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _states(*states: str) -> None:
    op.drop_constraint("state", "payments", type_="check")
    op.create_check_constraint("state", "payments", sa.column("state").in_(states))


def upgrade() -> None:
    op.add_column("payments", sa.Column("returned", sa.Integer(), server_default="0", nullable=False))
    _states("matched", "unmatched", "returned")


def downgrade() -> None:
    _states("matched", "unmatched")
    op.drop_column("payments", "returned")
