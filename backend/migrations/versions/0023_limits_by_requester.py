"""Codes are limited by who asks for them: the pair that a code was asked with, and who is known."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("verifications", sa.Column("pair_hash", sa.String(length=64), nullable=True))
    op.add_column("verifications", sa.Column("known", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("verification_codes", sa.Column("pair_hash", sa.String(length=64), nullable=True))
    op.add_column("verification_codes", sa.Column("known", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("verification_codes", "known")
    op.drop_column("verification_codes", "pair_hash")
    op.drop_column("verifications", "known")
    op.drop_column("verifications", "pair_hash")
