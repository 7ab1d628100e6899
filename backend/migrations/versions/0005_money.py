"""Payments that banks report, plans to pay in stages, autodebit."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bank_twin_debits",
        sa.Column("reference", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("reference", name=op.f("pk_bank_twin_debits")),
    )
    op.create_table(
        "contribution_news",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prompted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_contribution_news_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contribution_news")),
        sa.UniqueConstraint("conversation_id", "key", name=op.f("uq_contribution_news_conversation_id")),
    )
    op.create_index(op.f("ix_contribution_news_taken_by"), "contribution_news", ["taken_by"], unique=False)
    op.create_table(
        "payment_watches",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.String(length=36), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_payment_watches_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_payment_watches_family_id_families"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_payment_watches")),
    )
    op.create_index(op.f("ix_payment_watches_family_id"), "payment_watches", ["family_id"], unique=False)
    op.create_table(
        "reactivations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.String(length=36), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_reactivations_family_id_families"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reactivations")),
    )
    op.create_index(op.f("ix_reactivations_family_id"), "reactivations", ["family_id"], unique=False)
    op.create_table(
        "autodebit_mandates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("bank", sa.String(length=32), nullable=False),
        sa.Column("run_day", sa.SmallInteger(), nullable=False),
        sa.Column("account", sa.String(length=32), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending','active','stopped','replaced','refused','expired')",
            name=op.f("ck_autodebit_mandates_state"),
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_autodebit_mandates_conversation_id_conversations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_autodebit_mandates_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_autodebit_mandates_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_autodebit_mandates")),
    )
    op.create_index(op.f("ix_autodebit_mandates_family_id"), "autodebit_mandates", ["family_id"], unique=False)
    op.create_index(
        "uq_autodebit_mandates_active",
        "autodebit_mandates",
        ["family_id"],
        unique=True,
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_index(
        "uq_autodebit_mandates_pending",
        "autodebit_mandates",
        ["family_id"],
        unique=True,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "installment_plans",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.String(length=36), nullable=False),
        sa.Column("member_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("arrears_months", sa.Integer(), nullable=False),
        sa.Column("arrears_amount", sa.Integer(), nullable=False),
        sa.Column("credit", sa.Integer(), nullable=False),
        sa.Column("enrolled_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("conversation_id", sa.Uuid(), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=True),
        sa.CheckConstraint("state IN ('active', 'completed', 'ended')", name=op.f("ck_installment_plans_state")),
        sa.CheckConstraint("credit >= 0", name=op.f("ck_installment_plans_credit")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_installment_plans_conversation_id_conversations"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_installment_plans_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["members.id"], name=op.f("fk_installment_plans_member_id_members"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installment_plans")),
        sa.UniqueConstraint("key", name=op.f("uq_installment_plans_key")),
    )
    op.create_index(op.f("ix_installment_plans_family_id"), "installment_plans", ["family_id"], unique=False)
    op.create_index(
        "uq_installment_plans_active",
        "installment_plans",
        ["family_id"],
        unique=True,
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_table(
        "autodebit_debits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.String(length=36), nullable=False),
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["family_id"], ["families.id"], name=op.f("fk_autodebit_debits_family_id_families"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["mandate_id"],
            ["autodebit_mandates.id"],
            name=op.f("fk_autodebit_debits_mandate_id_autodebit_mandates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_autodebit_debits")),
        sa.UniqueConstraint("family_id", "month", name=op.f("uq_autodebit_debits_family_id")),
    )
    op.create_index(op.f("ix_autodebit_debits_mandate_id"), "autodebit_debits", ["mandate_id"], unique=False)
    op.create_table(
        "bank_twin_accounts",
        sa.Column("mandate_id", sa.Uuid(), nullable=False),
        sa.Column("behaviour", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["mandate_id"],
            ["autodebit_mandates.id"],
            name=op.f("fk_bank_twin_accounts_mandate_id_autodebit_mandates"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("mandate_id", name=op.f("pk_bank_twin_accounts")),
    )
    op.create_table(
        "installment_stages",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("arrears_share", sa.Integer(), nullable=False),
        sa.Column("running_share", sa.Integer(), nullable=False),
        sa.Column("warned", sa.Boolean(), nullable=False),
        sa.Column("payment_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payments.id"], name=op.f("fk_installment_stages_payment_id_payments")
        ),
        sa.ForeignKeyConstraint(
            ["plan_id"],
            ["installment_plans.id"],
            name=op.f("fk_installment_stages_plan_id_installment_plans"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("plan_id", "number", name=op.f("pk_installment_stages")),
    )
    op.add_column("payments", sa.Column("reference", sa.String(length=64), nullable=True))
    op.add_column("payments", sa.Column("problem", sa.String(length=24), nullable=True))
    op.add_column("payments", sa.Column("received_at", sa.DateTime(timezone=True), nullable=True))
    op.create_unique_constraint(op.f("uq_payments_reference"), "payments", ["reference"])


def downgrade() -> None:
    op.drop_constraint(op.f("uq_payments_reference"), "payments", type_="unique")
    for column in ("received_at", "problem", "reference"):
        op.drop_column("payments", column)
    for table in (
        "installment_stages",
        "bank_twin_accounts",
        "autodebit_debits",
        "installment_plans",
        "autodebit_mandates",
        "reactivations",
        "payment_watches",
        "contribution_news",
        "bank_twin_debits",
    ):
        op.drop_table(table)
