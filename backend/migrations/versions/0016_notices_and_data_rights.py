"""Notices and bed watches; what members ask about their data; the privacy officer's role."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _owner(column: str, parent: str, table: str, ondelete: str = "CASCADE") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name, ondelete=ondelete)


def upgrade() -> None:
    op.drop_constraint(op.f("ck_agents_role"), "agents")
    roles = "role IN ('agent', 'supervisor', 'admin', 'auditor', 'privacy')"
    op.create_check_constraint(op.f("ck_agents_role"), "agents", roles)
    _notices()
    _requests()


def _notices() -> None:
    op.create_table(
        "bed_watches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=160), nullable=False),
        sa.Column("place", postgresql.JSONB(), nullable=False),
        sa.Column("label", sa.String(length=160), nullable=False),
        sa.Column("room_class", sa.String(length=100), nullable=True),
        sa.Column("zone", sa.String(length=32), nullable=False),
        _time("since"),
        _time("until"),
        _time("next_look_at"),
        _time("ended_at", nullable=True),
        _owner("conversation_id", "conversations", "bed_watches"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bed_watches")),
        sa.UniqueConstraint("conversation_id", "subject", name=op.f("uq_bed_watches_conversation_id")),
    )
    running = sa.text("ended_at IS NULL")
    op.create_index("ix_bed_watches_next_look_at", "bed_watches", ["next_look_at"], postgresql_where=running)
    op.create_table(
        "notice_subscriptions",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("day", sa.SmallInteger(), nullable=True),
        _time("since"),
        _time("next_look_at"),
        _owner("conversation_id", "conversations", "notice_subscriptions"),
        _owner("member_id", "members", "notice_subscriptions"),
        sa.PrimaryKeyConstraint("conversation_id", "member_id", "kind", name=op.f("pk_notice_subscriptions")),
    )
    op.create_index(op.f("ix_notice_subscriptions_member_id"), "notice_subscriptions", ["member_id"])
    op.create_index("ix_notice_subscriptions_next_look_at", "notice_subscriptions", ["next_look_at"])
    op.create_table(
        "notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("zone", sa.String(length=32), nullable=False),
        _time("created_at"),
        _time("expires_at"),
        _time("prompted_at"),
        sa.Column("taken_by", sa.String(length=200), nullable=True),
        _owner("conversation_id", "conversations", "notices"),
        _owner("member_id", "members", "notices"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sa.UniqueConstraint("conversation_id", "key", name=op.f("uq_notices_conversation_id")),
    )
    op.create_index(op.f("ix_notices_member_id"), "notices", ["member_id"])
    op.create_index("ix_notices_untold", "notices", ["prompted_at"], postgresql_where=sa.text("taken_by IS NULL"))


def _requests() -> None:
    kinds = "kind IN ('access', 'erase', 'withdraw', 'correct', 'object', 'erase_more')"
    op.create_table(
        "privacy_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("outcome", postgresql.JSONB(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=True),
        _time("created_at"),
        _time("due_at"),
        _time("closed_at", nullable=True),
        sa.Column("closed_by", sa.String(length=64), nullable=True),
        sa.CheckConstraint(kinds, name=op.f("ck_privacy_requests_kind")),
        sa.CheckConstraint("state IN ('open', 'done', 'refused')", name=op.f("ck_privacy_requests_state")),
        _owner("conversation_id", "conversations", "privacy_requests", "SET NULL"),
        _owner("member_id", "members", "privacy_requests"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_requests")),
        sa.UniqueConstraint("key", name=op.f("uq_privacy_requests_key")),
        sa.UniqueConstraint("number", name=op.f("uq_privacy_requests_number")),
    )
    op.create_index(op.f("ix_privacy_requests_member_id"), "privacy_requests", ["member_id"])
    op.create_index("ix_privacy_requests_state", "privacy_requests", ["state", "due_at"])


def downgrade() -> None:
    for table in ("privacy_requests", "notices", "notice_subscriptions", "bed_watches"):
        op.drop_table(table)
    op.execute("DELETE FROM agents WHERE role = 'privacy'")
    op.drop_constraint(op.f("ck_agents_role"), "agents")
    roles = "role IN ('agent', 'supervisor', 'admin', 'auditor')"
    op.create_check_constraint(op.f("ck_agents_role"), "agents", roles)
