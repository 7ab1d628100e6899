"""What members write about their health is encrypted, and so is all of Rasa's memory but its outline."""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from backend.conversations import memory
from backend.privacy.crypto import decrypt_json, encrypt_json

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_CONTENT = {"text": "", "payload": None, "buttons": None, "card": None}
_UNSEALED = (
    "SELECT conversation_id, seq, text, payload, buttons, card FROM messages"
    " WHERE consultation_id IS NOT NULL AND sealed IS NULL LIMIT 500"
)
_UNSEALED_TURNS = "SELECT id, events FROM rasa_turns WHERE sealed IS NULL LIMIT 500"


def upgrade() -> None:
    op.add_column("conversations", sa.Column("sealing", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("messages", sa.Column("sealed", sa.Text(), nullable=True))
    op.add_column("rasa_turns", sa.Column("sealed", sa.Text(), nullable=True))
    op.add_column("rasa_turns", sa.Column("closed", sa.Boolean(), server_default=sa.false(), nullable=False))
    _seal_messages(op.get_bind())
    _seal_turns(op.get_bind())
    op.alter_column("rasa_turns", "sealed", nullable=False)


def _batches(bind: sa.Connection, query: str):
    """Rows of a query until it finds no more, as each batch makes its rows no longer fit it."""
    while rows := bind.execute(sa.text(query)).all():
        yield from rows


def _seal_messages(bind: sa.Connection) -> None:
    change = sa.text(
        "UPDATE messages SET sealed = :sealed, text = '', payload = NULL, buttons = NULL, card = NULL"
        " WHERE conversation_id = :conversation AND seq = :seq"
    )
    for row in _batches(bind, _UNSEALED):
        held = {name: getattr(row, name) for name, empty in _CONTENT.items() if getattr(row, name) != empty}
        sealed = encrypt_json(held, "messages.sealed")
        bind.execute(change, {"sealed": sealed, "conversation": row.conversation_id, "seq": row.seq})


def _seal_turns(bind: sa.Connection) -> None:
    change = sa.text("UPDATE rasa_turns SET sealed = :sealed, events = :events WHERE id = :id")
    change = change.bindparams(sa.bindparam("events", type_=JSONB))
    for row in _batches(bind, _UNSEALED_TURNS):
        values = {"id": row.id, "sealed": memory.seal(row.events), "events": memory.outline(row.events)}
        bind.execute(change, values)


def downgrade() -> None:
    bind = op.get_bind()
    change = sa.text("UPDATE rasa_turns SET events = :events WHERE id = :id")
    change = change.bindparams(sa.bindparam("events", type_=JSONB))
    for row in bind.execute(sa.text("SELECT id, sealed FROM rasa_turns")).all():
        bind.execute(change, {"id": row.id, "events": memory.unseal(row.sealed)})
    for row in bind.execute(
        sa.text("SELECT conversation_id, seq, sealed FROM messages WHERE sealed IS NOT NULL")
    ).all():
        _open(bind, row)
    op.drop_column("rasa_turns", "closed")
    op.drop_column("rasa_turns", "sealed")
    op.drop_column("messages", "sealed")
    op.drop_column("conversations", "sealing")


def _open(bind: sa.Connection, row: sa.Row) -> None:
    held = _CONTENT | decrypt_json(row.sealed, "messages.sealed")
    values = {name: json.dumps(held[name]) if name in ("buttons", "card") else held[name] for name in held}
    change = sa.text(
        "UPDATE messages SET text = :text, payload = :payload, buttons = CAST(:buttons AS jsonb),"
        " card = CAST(:card AS jsonb) WHERE conversation_id = :conversation AND seq = :seq"
    )
    bind.execute(change, {**values, "conversation": row.conversation_id, "seq": row.seq})
