"""Ratings of facilities."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_STARS = (
    "service BETWEEN 1 AND 5 AND waiting BETWEEN 1 AND 5 AND cleanliness BETWEEN 1 AND 5 AND medicine BETWEEN 1 AND 5"
)


def upgrade() -> None:
    op.create_table(
        "facility_ratings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("facility_code", sa.String(length=16), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("service", sa.SmallInteger(), nullable=False),
        sa.Column("waiting", sa.SmallInteger(), nullable=False),
        sa.Column("cleanliness", sa.SmallInteger(), nullable=False),
        sa.Column("medicine", sa.SmallInteger(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("command_key", sa.String(length=200), nullable=True),
        sa.CheckConstraint(_STARS, name=op.f("ck_facility_ratings_stars")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_facility_ratings_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_facility_ratings_visit_id_visits"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility_ratings")),
        sa.UniqueConstraint("command_key", name=op.f("uq_facility_ratings_command_key")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_facility_ratings_visit_id")),
    )
    op.create_index("ix_facility_ratings_facility", "facility_ratings", ["facility_code"], unique=False)
    op.create_index("ix_facility_ratings_member", "facility_ratings", ["member_id", "facility_code"], unique=False)


def downgrade() -> None:
    op.drop_table("facility_ratings")
