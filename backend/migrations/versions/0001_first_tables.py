"""The first tables, the job queue's among them.

A newer procrastinate brings migrations of its own: they become a revision here when its version in the lock changes.
"""

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects import postgresql

from backend.privacy.models import APPEND_ONLY_SQL

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
    op.create_table(
        "agents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("failed_logins", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("presence", sa.String(length=8), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("presence IN ('online', 'away', 'offline')", name=op.f("ck_agents_presence")),
        sa.CheckConstraint("role IN ('agent', 'supervisor')", name=op.f("ck_agents_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agents")),
        sa.UniqueConstraint("login", name=op.f("uq_agents_login")),
    )
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=8), nullable=False),
        sa.Column("actor_id", sa.String(length=64), nullable=True),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("member_id", sa.String(length=36), nullable=True),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=64), nullable=False),
        sa.CheckConstraint("actor_kind IN ('bot', 'agent', 'member', 'system')", name=op.f("ck_audit_log_actor_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_log")),
    )
    op.create_index("ix_audit_log_conversation", "audit_log", ["conversation_id", "at"], unique=False)
    op.create_index("ix_audit_log_member", "audit_log", ["member_id", "at"], unique=False)
    op.create_table(
        "conversations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("handled_by", sa.String(length=8), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("last_member_seq", sa.Integer(), nullable=False),
        sa.Column("answered_seq", sa.Integer(), nullable=False),
        sa.Column("display_name", sa.String(length=128), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sa.UniqueConstraint("channel", "external_id", name=op.f("uq_conversations_channel")),
    )
    op.create_index(
        "ix_conversations_due",
        "conversations",
        ["id"],
        unique=False,
        postgresql_where=sa.text("answered_seq < last_member_seq AND handled_by = 'bot'"),
    )
    op.create_index(op.f("ix_conversations_updated_at"), "conversations", ["updated_at"], unique=False)
    op.create_table(
        "demo_sms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.String(length=24), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demo_sms")),
    )
    op.create_table(
        "facilities",
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("aliases", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("type", sa.String(length=16), nullable=False),
        sa.Column("hospital_class", sa.String(length=1), nullable=True),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("beds", sa.Integer(), nullable=True),
        sa.Column("phone", sa.String(length=64), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("regency_code", sa.String(length=4), nullable=False),
        sa.Column("regency", sa.String(length=64), nullable=False),
        sa.Column("province", sa.String(length=64), nullable=False),
        sa.Column("time_zone", sa.String(length=32), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("is_fktp", sa.Boolean(), nullable=False),
        sa.Column("queue_connected", sa.Boolean(), nullable=False),
        sa.Column("open_24h", sa.Boolean(), nullable=False),
        sa.Column("emergency_24h", sa.Boolean(), nullable=False),
        sa.Column("opening_hours", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("closed_on_holidays", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_facilities")),
    )
    op.create_index("ix_facilities_type_regency", "facilities", ["type", "regency_code"], unique=False)
    op.create_table(
        "facility_revisions",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facility_revisions")),
    )
    op.create_table(
        "families",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("card_number", sa.Text(), nullable=False),
        sa.Column("card_number_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_families")),
        sa.UniqueConstraint("card_number_hash", name=op.f("uq_families_card_number_hash")),
    )
    op.create_table(
        "identity_tries",
        sa.Column("subject_hash", sa.String(length=64), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("last_wrong_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("subject_hash", name=op.f("pk_identity_tries")),
    )
    op.create_table(
        "identity_typed_numbers",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_identity_typed_numbers")),
    )
    op.create_table(
        "polis",
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("synonyms", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.CheckConstraint("level IN ('fktp', 'hospital')", name=op.f("ck_polis_level")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_polis")),
    )
    op.create_table(
        "queue_rules",
        sa.Column("facility_code", sa.String(length=16), nullable=False),
        sa.Column("connected", sa.Boolean(), nullable=False),
        sa.Column("opens_days_before", sa.SmallInteger(), nullable=False),
        sa.Column("closes_days_before", sa.SmallInteger(), nullable=False),
        sa.Column("same_day", sa.Boolean(), nullable=False),
        sa.Column("books_from", sa.Time(), nullable=False),
        sa.Column("books_until", sa.Time(), nullable=False),
        sa.Column("one_number_per", sa.String(length=16), nullable=False),
        sa.Column("checkin_radius_m", sa.Integer(), nullable=False),
        sa.Column("checkin_before_min", sa.SmallInteger(), nullable=False),
        sa.Column("checkin_after_min", sa.SmallInteger(), nullable=False),
        sa.Column("lateness", sa.String(length=8), nullable=False),
        sa.Column("skip_numbers", sa.SmallInteger(), nullable=False),
        sa.Column("arrive_early_min", sa.SmallInteger(), nullable=False),
        sa.Column("minutes_per_patient", sa.SmallInteger(), nullable=False),
        sa.Column("control_date_strict", sa.Boolean(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.CheckConstraint("lateness IN ('skip', 'arrival', 'rebook')", name=op.f("ck_queue_rules_lateness")),
        sa.CheckConstraint("one_number_per IN ('day', 'day_and_poli')", name=op.f("ck_queue_rules_one_number_per")),
        sa.CheckConstraint("minutes_per_patient > 0", name=op.f("ck_queue_rules_pace")),
        sa.CheckConstraint(
            "opens_days_before >= closes_days_before AND closes_days_before >= 0", name=op.f("ck_queue_rules_window")
        ),
        sa.PrimaryKeyConstraint("facility_code", name=op.f("pk_queue_rules")),
    )
    op.create_table(
        "rasa_turns",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("sender_id", sa.String(length=64), nullable=False),
        sa.Column("session", sa.Integer(), nullable=False),
        sa.Column("events", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rasa_turns")),
    )
    op.create_index("ix_rasa_turns_running", "rasa_turns", ["sender_id", "session", "id"], unique=False)
    op.create_table(
        "agent_sessions",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_agent_sessions_agent_id_agents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_agent_sessions")),
    )
    op.create_index(op.f("ix_agent_sessions_agent_id"), "agent_sessions", ["agent_id"], unique=False)
    op.create_table(
        "attachments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("stored_name", sa.String(length=64), nullable=False),
        sa.Column("evidence", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_attachments_conversation_id_conversations"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("conversation_id", "sha256", name=op.f("uq_attachments_conversation_id")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_attachments_stored_name")),
    )
    op.create_table(
        "bed_reports",
        sa.Column("facility_code", sa.String(length=16), nullable=False),
        sa.Column("class_code", sa.String(length=3), nullable=False),
        sa.Column("room_code", sa.String(length=32), nullable=False),
        sa.Column("room_name", sa.String(length=120), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("available", sa.Integer(), nullable=False),
        sa.Column("available_men", sa.Integer(), nullable=True),
        sa.Column("available_women", sa.Integer(), nullable=True),
        sa.Column("available_either", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "capacity >= 0 AND available >= 0 AND available <= capacity",
            name=op.f("ck_bed_reports_free_within_capacity"),
        ),
        sa.ForeignKeyConstraint(
            ["facility_code"],
            ["facilities.code"],
            name=op.f("fk_bed_reports_facility_code_facilities"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("facility_code", "class_code", "room_code", name=op.f("pk_bed_reports")),
    )
    op.create_index(
        "ix_bed_reports_class_free", "bed_reports", ["class_code"], unique=False, postgresql_where="available > 0"
    )
    op.create_table(
        "chat_tokens",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_chat_tokens_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_chat_tokens")),
    )
    op.create_index(op.f("ix_chat_tokens_conversation_id"), "chat_tokens", ["conversation_id"], unique=False)
    op.create_table(
        "console_events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column(
            "xid", sa.BigInteger(), server_default=sa.text("(pg_current_xact_id()::text)::bigint"), nullable=False
        ),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_console_events_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_console_events")),
    )
    op.create_index(op.f("ix_console_events_created_at"), "console_events", ["created_at"], unique=False)
    op.create_index("ix_console_events_position", "console_events", ["xid", "id"], unique=False)
    op.create_table(
        "deliveries",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("external_ids", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_deliveries_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name=op.f("pk_deliveries")),
    )
    op.create_index(op.f("ix_deliveries_state"), "deliveries", ["state"], unique=False)
    op.create_table(
        "doctors",
        sa.Column("code", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("poli_code", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["poli_code"], ["polis.code"], name=op.f("fk_doctors_poli_code_polis")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_doctors")),
    )
    op.create_table(
        "members",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("family_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("relation", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=False),
        sa.Column("nik", sa.Text(), nullable=False),
        sa.Column("nik_hash", sa.String(length=64), nullable=False),
        sa.Column("card_number", sa.Text(), nullable=False),
        sa.Column("card_number_hash", sa.String(length=64), nullable=False),
        sa.Column("segment", sa.String(length=4), nullable=False),
        sa.Column("contribution_class", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("status_reason", sa.String(length=32), nullable=True),
        sa.Column("arrears_months", sa.Integer(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("phone_hash", sa.String(length=64), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("fktp_code", sa.String(length=16), nullable=True),
        sa.Column("fktp_name", sa.String(length=160), nullable=True),
        sa.Column("fktp_since", sa.Date(), nullable=True),
        sa.Column("class_since", sa.Date(), nullable=True),
        sa.Column("city", sa.String(length=80), nullable=True),
        sa.Column("autodebit_bank", sa.String(length=32), nullable=True),
        sa.Column("wage", sa.Integer(), nullable=True),
        sa.CheckConstraint("relation IN ('head', 'spouse', 'child')", name=op.f("ck_members_relation")),
        sa.CheckConstraint("segment IN ('PBPU', 'PPU', 'PBI')", name=op.f("ck_members_segment")),
        sa.CheckConstraint("status IN ('active', 'inactive')", name=op.f("ck_members_status")),
        sa.CheckConstraint("arrears_months >= 0", name=op.f("ck_members_arrears")),
        sa.CheckConstraint("contribution_class BETWEEN 1 AND 3", name=op.f("ck_members_class")),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_members_family_id_families"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("card_number_hash", name=op.f("uq_members_card_number_hash")),
        sa.UniqueConstraint("nik_hash", name=op.f("uq_members_nik_hash")),
    )
    op.create_index(op.f("ix_members_family_id"), "members", ["family_id"], unique=False)
    op.create_index(op.f("ix_members_phone_hash"), "members", ["phone_hash"], unique=False)
    op.create_table(
        "messages",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("author", sa.String(length=8), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("external_id", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("reply_to_seq", sa.Integer(), nullable=True),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("location", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("attachments", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("identifiers", sa.Text(), nullable=True),
        sa.Column("buttons", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("card", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("agent_name", sa.String(length=64), nullable=True),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_messages_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name=op.f("pk_messages")),
        sa.UniqueConstraint("conversation_id", "external_id", name=op.f("uq_messages_conversation_id")),
    )
    op.create_index("ix_messages_created_at", "messages", ["created_at"], unique=False)
    op.create_table(
        "payments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.String(length=36), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("bank", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("month", sa.Date(), nullable=True),
        sa.CheckConstraint("state IN ('matched', 'unmatched')", name=op.f("ck_payments_state")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payments_amount")),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_payments_family_id_families"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
    )
    op.create_index("ix_payments_family", "payments", ["family_id", "paid_at"], unique=False)
    op.create_table(
        "complaints",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket", sa.String(length=16), nullable=False),
        sa.Column("access_code", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("priority", sa.String(length=2), nullable=False),
        sa.Column("urgency_reason", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("facility_code", sa.String(length=16), nullable=True),
        sa.Column("facility_name", sa.String(length=160), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("happened_note", sa.String(length=200), nullable=True),
        sa.Column("chronology", sa.Text(), nullable=False),
        sa.Column("reporter", sa.String(length=12), nullable=False),
        sa.Column("patient_in_care", sa.Boolean(), nullable=True),
        sa.Column("money_asked", sa.BigInteger(), nullable=True),
        sa.Column("wanted_result", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("consent_version", sa.String(length=32), nullable=False),
        sa.Column("consent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("member_id", sa.String(length=36), nullable=True),
        sa.Column("idempotency_key", sa.String(length=200), nullable=True),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("agent_name", sa.String(length=64), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('complaint', 'information')", name=op.f("ck_complaints_kind")),
        sa.CheckConstraint("priority IN ('P1', 'P2', 'P3')", name=op.f("ck_complaints_priority")),
        sa.CheckConstraint(
            "reporter != 'anonymous' OR (member_id IS NULL AND contact IS NULL)", name=op.f("ck_complaints_anonymous")
        ),
        sa.CheckConstraint("reporter IN ('self', 'family', 'other', 'anonymous')", name=op.f("ck_complaints_reporter")),
        sa.CheckConstraint(
            "status IN ('new', 'verified', 'assigned', 'in_progress', 'waiting_member', 'waiting_facility', 'resolved', 'closed', 'reopened')",
            name=op.f("ck_complaints_status"),
        ),
        sa.CheckConstraint("money_asked >= 0", name=op.f("ck_complaints_money_asked")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_complaints_conversation_id_conversations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_complaints_member_id_members"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
        sa.UniqueConstraint("conversation_id", "idempotency_key", name=op.f("uq_complaints_conversation_id")),
        sa.UniqueConstraint("ticket", name=op.f("uq_complaints_ticket")),
    )
    op.create_index(op.f("ix_complaints_member_id"), "complaints", ["member_id"], unique=False)
    op.create_index("ix_complaints_work", "complaints", ["status", "priority", "due_on"], unique=False)
    op.create_table(
        "doctor_leaves",
        sa.Column("doctor_code", sa.Integer(), nullable=False),
        sa.Column("facility_code", sa.String(length=16), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["doctor_code"], ["doctors.code"], name=op.f("fk_doctor_leaves_doctor_code_doctors")),
        sa.PrimaryKeyConstraint("doctor_code", "facility_code", "day", name=op.f("pk_doctor_leaves")),
    )
    op.create_table(
        "doctor_schedules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("facility_code", sa.String(length=16), nullable=False),
        sa.Column("poli_code", sa.String(length=8), nullable=False),
        sa.Column("doctor_code", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("quota_jkn", sa.SmallInteger(), nullable=False),
        sa.Column("quota_other", sa.SmallInteger(), nullable=False),
        sa.Column("number_prefix", sa.String(length=4), nullable=False),
        sa.CheckConstraint("quota_jkn >= 0 AND quota_other >= 0", name=op.f("ck_doctor_schedules_quotas")),
        sa.CheckConstraint("starts < ends", name=op.f("ck_doctor_schedules_hours")),
        sa.CheckConstraint("weekday BETWEEN 1 AND 7", name=op.f("ck_doctor_schedules_weekday")),
        sa.ForeignKeyConstraint(
            ["doctor_code"], ["doctors.code"], name=op.f("fk_doctor_schedules_doctor_code_doctors")
        ),
        sa.ForeignKeyConstraint(["poli_code"], ["polis.code"], name=op.f("fk_doctor_schedules_poli_code_polis")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doctor_schedules")),
        sa.UniqueConstraint(
            "facility_code", "doctor_code", "weekday", "starts", name=op.f("uq_doctor_schedules_facility_code")
        ),
    )
    op.create_index(op.f("ix_doctor_schedules_doctor_code"), "doctor_schedules", ["doctor_code"], unique=False)
    op.create_index(
        "ix_doctor_schedules_facility_poli", "doctor_schedules", ["facility_code", "poli_code"], unique=False
    )
    op.create_table(
        "handovers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("priority", sa.String(length=2), nullable=False),
        sa.Column("context", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("requested_seq", sa.Integer(), nullable=True),
        sa.Column("noticed", sa.Boolean(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("rating", sa.SmallInteger(), nullable=True),
        sa.Column("member_id", sa.String(length=36), nullable=True),
        sa.Column("identity_level", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("priority IN ('P1', 'P2', 'P3')", name=op.f("ck_handovers_priority")),
        sa.CheckConstraint("state IN ('waiting', 'claimed', 'resolved', 'abandoned')", name=op.f("ck_handovers_state")),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_handovers_rating")),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_handovers_agent_id_agents")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_handovers_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_handovers_member_id_members"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sa.UniqueConstraint("number", name=op.f("uq_handovers_number")),
    )
    op.create_index(op.f("ix_handovers_agent_id"), "handovers", ["agent_id"], unique=False)
    op.create_index("ix_handovers_conversation", "handovers", ["conversation_id", "requested_at"], unique=False)
    op.create_index(
        "ix_handovers_line",
        "handovers",
        ["priority", "requested_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "uq_handovers_open",
        "handovers",
        ["conversation_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('waiting', 'claimed')"),
    )
    op.create_table(
        "identity_sessions",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("method", sa.String(length=12), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level IN (1, 2)", name=op.f("ck_identity_sessions_level")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_identity_sessions_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_identity_sessions")),
    )
    op.create_index(op.f("ix_identity_sessions_member_id"), "identity_sessions", ["member_id"], unique=False)
    op.create_table(
        "invoices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.String(length=36), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("waived_on", sa.Date(), nullable=True),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_invoices_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_invoices_payment_id_payments")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoices")),
        sa.UniqueConstraint("family_id", "month", name=op.f("uq_invoices_family_id")),
    )
    op.create_index(op.f("ix_invoices_family_id"), "invoices", ["family_id"], unique=False)
    op.create_index(op.f("ix_invoices_payment_id"), "invoices", ["payment_id"], unique=False)
    op.create_table(
        "patient_records",
        sa.Column("facility_code", sa.String(length=16), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_patient_records_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("facility_code", "member_id", name=op.f("pk_patient_records")),
    )
    op.create_index(op.f("ix_patient_records_member_id"), "patient_records", ["member_id"], unique=False)
    op.create_table(
        "referral_letters",
        sa.Column("number", sa.String(length=19), nullable=False),
        sa.Column("visit_kind", sa.SmallInteger(), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("issued_by", sa.String(length=160), nullable=False),
        sa.Column("facility_code", sa.String(length=16), nullable=False),
        sa.Column("poli_code", sa.String(length=8), nullable=False),
        sa.Column("doctor_code", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("visit_on", sa.Date(), nullable=True),
        sa.CheckConstraint("char_length(number) = 19", name=op.f("ck_referral_letters_number")),
        sa.CheckConstraint("issued_on <= valid_until", name=op.f("ck_referral_letters_validity")),
        sa.CheckConstraint("visit_kind BETWEEN 1 AND 4", name=op.f("ck_referral_letters_visit_kind")),
        sa.ForeignKeyConstraint(
            ["doctor_code"], ["doctors.code"], name=op.f("fk_referral_letters_doctor_code_doctors")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_referral_letters_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["poli_code"], ["polis.code"], name=op.f("fk_referral_letters_poli_code_polis")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_referral_letters")),
    )
    op.create_index(op.f("ix_referral_letters_member_id"), "referral_letters", ["member_id"], unique=False)
    op.create_table(
        "surgeries",
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("facility_code", sa.String(length=16), nullable=False),
        sa.Column("poli_code", sa.String(length=8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=True),
        sa.Column("procedure", sa.Text(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_surgeries_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["poli_code"], ["polis.code"], name=op.f("fk_surgeries_poli_code_polis")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_surgeries")),
    )
    op.create_index(op.f("ix_surgeries_member_id"), "surgeries", ["member_id"], unique=False)
    op.create_table(
        "verifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("locale", sa.String(length=8), nullable=False),
        sa.Column("return_url", sa.String(length=300), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=True),
        sa.Column("subject_hash", sa.String(length=64), nullable=True),
        sa.Column("shown_phone", sa.String(length=24), nullable=True),
        sa.Column("browser_hash", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_verifications_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verifications")),
    )
    op.create_index(op.f("ix_verifications_conversation_id"), "verifications", ["conversation_id"], unique=False)
    op.create_table(
        "visits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("facility_code", sa.String(length=16), nullable=False),
        sa.Column("poli_code", sa.String(length=8), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("care", sa.String(length=12), nullable=False),
        sa.CheckConstraint("care IN ('outpatient', 'inpatient', 'emergency')", name=op.f("ck_visits_care")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_visits_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["poli_code"], ["polis.code"], name=op.f("fk_visits_poli_code_polis")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index("ix_visits_member_day", "visits", ["member_id", "day"], unique=False)
    op.create_table(
        "complaint_attachments",
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"],
            ["attachments.id"],
            name=op.f("fk_complaint_attachments_attachment_id_attachments"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaints.id"],
            name=op.f("fk_complaint_attachments_complaint_id_complaints"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("complaint_id", "attachment_id", name=op.f("pk_complaint_attachments")),
    )
    op.create_table(
        "complaint_timeline",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("complaint_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.String(length=8), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("agent_id", sa.Uuid(), nullable=True),
        sa.Column("agent_name", sa.String(length=64), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.CheckConstraint("author IN ('member', 'agent', 'system')", name=op.f("ck_complaint_timeline_author")),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["complaints.id"],
            name=op.f("fk_complaint_timeline_complaint_id_complaints"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_timeline")),
        sa.UniqueConstraint("complaint_id", "key", name=op.f("uq_complaint_timeline_complaint_id")),
    )
    op.create_index("ix_complaint_timeline_order", "complaint_timeline", ["complaint_id", "id"], unique=False)
    op.create_table(
        "invoice_lines",
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_invoice_lines_amount")),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoices.id"], name=op.f("fk_invoice_lines_invoice_id_invoices"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_invoice_lines_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("invoice_id", "member_id", name=op.f("pk_invoice_lines")),
    )
    op.create_table(
        "session_days",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("taken_jkn", sa.SmallInteger(), nullable=False),
        sa.Column("taken_other", sa.SmallInteger(), nullable=False),
        sa.Column("last_number", sa.SmallInteger(), nullable=False),
        sa.Column("called_number", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint(
            "taken_jkn >= 0 AND taken_other >= 0 AND called_number BETWEEN 0 AND last_number",
            name=op.f("ck_session_days_counters"),
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["doctor_schedules.id"],
            name=op.f("fk_session_days_schedule_id_doctor_schedules"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_days")),
        sa.UniqueConstraint("schedule_id", "day", name=op.f("uq_session_days_schedule_id")),
    )
    op.create_index("ix_session_days_day", "session_days", ["day"], unique=False)
    op.create_table(
        "verification_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("verification_id", sa.Uuid(), nullable=False),
        sa.Column("subject_hash", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["verification_id"],
            ["verifications.id"],
            name=op.f("fk_verification_codes_verification_id_verifications"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verification_codes")),
    )
    op.create_index(op.f("ix_verification_codes_sent_at"), "verification_codes", ["sent_at"], unique=False)
    op.create_index("ix_verification_codes_subject", "verification_codes", ["subject_hash", "sent_at"], unique=False)
    op.create_index(
        op.f("ix_verification_codes_verification_id"), "verification_codes", ["verification_id"], unique=False
    )
    op.create_table(
        "bookings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=30), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("booked_by", sa.String(length=36), nullable=False),
        sa.Column("session_day_id", sa.Uuid(), nullable=False),
        sa.Column("facility_code", sa.String(length=16), nullable=False),
        sa.Column("poli_code", sa.String(length=8), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.String(length=12), nullable=False),
        sa.Column("sequence", sa.SmallInteger(), nullable=False),
        sa.Column("turn", sa.SmallInteger(), nullable=False),
        sa.Column("visit_kind", sa.SmallInteger(), nullable=True),
        sa.Column("letter_number", sa.String(length=19), nullable=True),
        sa.Column("complaint", sa.Text(), nullable=True),
        sa.Column("new_patient", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("estimated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("moved_from", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "state IN ('booked', 'checked_in', 'called', 'served', 'cancelled', 'no_show')",
            name=op.f("ck_bookings_state"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_bookings_member_id_members"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["moved_from"], ["bookings.id"], name=op.f("fk_bookings_moved_from_bookings")),
        sa.ForeignKeyConstraint(
            ["session_day_id"], ["session_days.id"], name=op.f("fk_bookings_session_day_id_session_days")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("code", name=op.f("uq_bookings_code")),
        sa.UniqueConstraint("session_day_id", "sequence", name=op.f("uq_bookings_session_day_id")),
    )
    op.create_index(op.f("ix_bookings_member_id"), "bookings", ["member_id"], unique=False)
    op.create_index(
        "uq_bookings_open_place",
        "bookings",
        ["member_id", "facility_code", "poli_code", "day"],
        unique=True,
        postgresql_where=sa.text("state IN ('booked', 'checked_in', 'called')"),
    )
    op.create_table(
        "booking_tasks",
        sa.Column("booking_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.SmallInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_booking_tasks_booking_id_bookings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("booking_id", "task_id", name=op.f("pk_booking_tasks")),
    )
    op.create_table(
        "queue_commands",
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["bookings.id"], name=op.f("fk_queue_commands_booking_id_bookings"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "key", name=op.f("pk_queue_commands")),
    )
    op.execute(APPEND_ONLY_SQL)


def downgrade() -> None:
    raise NotImplementedError("there is nothing before the first version")
