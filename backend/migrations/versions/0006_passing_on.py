"""Who gave a conversation back, and conversations that went back to the bot unresolved."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_STATES = "state IN ('waiting', 'claimed', 'resolved', {}'abandoned')"


def upgrade() -> None:
    op.add_column("handovers", sa.Column("passed_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_handovers_passed_by_agents"), "handovers", "agents", ["passed_by"], ["id"], ondelete="SET NULL"
    )
    op.drop_constraint(op.f("ck_handovers_state"), "handovers")
    op.create_check_constraint(op.f("ck_handovers_state"), "handovers", _STATES.format("'returned', "))


def downgrade() -> None:
    op.execute("UPDATE handovers SET state = 'resolved' WHERE state = 'returned'")
    op.drop_constraint(op.f("ck_handovers_state"), "handovers")
    op.create_check_constraint(op.f("ck_handovers_state"), "handovers", _STATES.format(""))
    op.drop_constraint(op.f("fk_handovers_passed_by_agents"), "handovers", type_="foreignkey")
    op.drop_column("handovers", "passed_by")
