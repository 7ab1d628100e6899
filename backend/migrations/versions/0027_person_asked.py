"""Conversations know that a person was asked for while the bot goes on."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("person_asked", sa.Boolean(), server_default="false", nullable=False))


def downgrade() -> None:
    op.drop_column("conversations", "person_asked")
