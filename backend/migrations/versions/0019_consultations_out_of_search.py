"""The index of words leaves out what belongs to a consultation; notes and words of agents no longer belong to one."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def _words(where: sa.TextClause | None) -> None:
    op.drop_index("ix_messages_words", table_name="messages", postgresql_using="gin")
    column = sa.literal_column("to_tsvector('indonesian', text)")
    op.create_index("ix_messages_words", "messages", [column], postgresql_using="gin", postgresql_where=where)


def upgrade() -> None:
    op.execute(
        "UPDATE messages SET consultation_id = NULL WHERE consultation_id IS NOT NULL AND author = 'agent'"
        " AND (internal OR agent_id IN (SELECT id FROM agents WHERE role IN ('agent', 'supervisor')))"
    )
    _words(sa.text("consultation_id IS NULL"))


def downgrade() -> None:
    _words(None)
