"""Live work at the console: teams, skills, canned texts, mentions, replies that may be taken back, search."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_PRESENCE = "presence IN ('online', {}'away', 'offline')"


def upgrade() -> None:
    op.create_table(
        "teams",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("name", name=op.f("uq_teams_name")),
    )
    op.create_table(
        "canned_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["agents.id"], name=op.f("fk_canned_texts_owner_id_agents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_texts")),
    )
    op.create_index(
        "uq_canned_texts_own",
        "canned_texts",
        ["owner_id", "code"],
        unique=True,
        postgresql_where=sa.text("owner_id IS NOT NULL"),
    )
    op.create_index(
        "uq_canned_texts_shared", "canned_texts", ["code"], unique=True, postgresql_where=sa.text("owner_id IS NULL")
    )
    op.create_table(
        "card_openings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_card_openings_agent_id_agents"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_card_openings_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_card_openings_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_card_openings")),
    )
    op.create_index(
        "ix_card_openings_agent_id", "card_openings", ["agent_id", "conversation_id", "opened_at"], unique=False
    )
    op.create_table(
        "mentions",
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_mentions_agent_id_agents"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id", "seq"],
            ["messages.conversation_id", "messages.seq"],
            name=op.f("fk_mentions_conversation_id_messages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("agent_id", "conversation_id", "seq", name=op.f("pk_mentions")),
    )
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("query", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_saved_views_agent_id_agents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("agent_id", "name", name=op.f("uq_saved_views_agent_id")),
    )
    op.create_table(
        "held_replies",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handover_id", sa.Uuid(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_held_replies_agent_id_agents")),
        sa.ForeignKeyConstraint(
            ["handover_id"], ["handovers.id"], name=op.f("fk_held_replies_handover_id_handovers"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_replies")),
    )
    op.create_index(op.f("ix_held_replies_handover_id"), "held_replies", ["handover_id"], unique=False)
    op.create_index(op.f("ix_held_replies_send_at"), "held_replies", ["send_at"], unique=False)
    op.add_column("agents", sa.Column("capacity", sa.SmallInteger(), server_default=sa.text("4"), nullable=False))
    op.add_column(
        "agents",
        sa.Column("topics", postgresql.ARRAY(sa.String(length=32)), server_default=sa.text("'{}'"), nullable=False),
    )
    op.add_column(
        "agents",
        sa.Column("languages", postgresql.ARRAY(sa.String(length=8)), server_default=sa.text("'{}'"), nullable=False),
    )
    op.add_column(
        "agents",
        sa.Column("regions", postgresql.ARRAY(sa.String(length=64)), server_default=sa.text("'{}'"), nullable=False),
    )
    op.add_column("agents", sa.Column("team_id", sa.Uuid(), nullable=True))
    op.add_column("agents", sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(op.f("fk_agents_team_id_teams"), "agents", "teams", ["team_id"], ["id"], ondelete="SET NULL")
    op.add_column("conversations", sa.Column("read_seq", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("handovers", sa.Column("team_id", sa.Uuid(), nullable=True))
    op.add_column("handovers", sa.Column("region", sa.String(length=64), nullable=True))
    op.add_column("handovers", sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("handovers", sa.Column("snoozed_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "handovers",
        sa.Column("labels", postgresql.ARRAY(sa.String(length=32)), server_default=sa.text("'{}'"), nullable=False),
    )
    op.add_column("handovers", sa.Column("read_seq", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.create_foreign_key(
        op.f("fk_handovers_team_id_teams"), "handovers", "teams", ["team_id"], ["id"], ondelete="SET NULL"
    )
    op.create_index(
        "ix_messages_words",
        "messages",
        [sa.literal_column("to_tsvector('indonesian', text)")],
        unique=False,
        postgresql_using="gin",
    )
    op.execute("UPDATE handovers SET queued_at = requested_at WHERE state = 'waiting'")
    op.drop_constraint(op.f("ck_agents_presence"), "agents")
    op.create_check_constraint(op.f("ck_agents_presence"), "agents", _PRESENCE.format("'busy', "))


def downgrade() -> None:
    op.execute("UPDATE agents SET presence = 'away' WHERE presence = 'busy'")
    op.drop_constraint(op.f("ck_agents_presence"), "agents")
    op.create_check_constraint(op.f("ck_agents_presence"), "agents", _PRESENCE.format(""))
    op.drop_index("ix_messages_words", table_name="messages", postgresql_using="gin")
    op.drop_constraint(op.f("fk_handovers_team_id_teams"), "handovers", type_="foreignkey")
    op.drop_column("handovers", "read_seq")
    op.drop_column("handovers", "labels")
    op.drop_column("handovers", "snoozed_until")
    op.drop_column("handovers", "queued_at")
    op.drop_column("handovers", "region")
    op.drop_column("handovers", "team_id")
    op.drop_column("conversations", "read_seq")
    op.drop_constraint(op.f("fk_agents_team_id_teams"), "agents", type_="foreignkey")
    op.drop_column("agents", "assigned_at")
    op.drop_column("agents", "team_id")
    op.drop_column("agents", "regions")
    op.drop_column("agents", "languages")
    op.drop_column("agents", "topics")
    op.drop_column("agents", "capacity")
    op.drop_index(op.f("ix_held_replies_send_at"), table_name="held_replies")
    op.drop_index(op.f("ix_held_replies_handover_id"), table_name="held_replies")
    op.drop_table("held_replies")
    op.drop_table("saved_views")
    op.drop_table("mentions")
    op.drop_index("ix_card_openings_agent_id", table_name="card_openings")
    op.drop_table("card_openings")
    op.drop_index("uq_canned_texts_shared", table_name="canned_texts", postgresql_where=sa.text("owner_id IS NULL"))
    op.drop_index("uq_canned_texts_own", table_name="canned_texts", postgresql_where=sa.text("owner_id IS NOT NULL"))
    op.drop_table("canned_texts")
    op.drop_table("teams")
