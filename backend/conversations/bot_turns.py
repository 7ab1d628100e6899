"""What the bot's memory tells of its work, as counts."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.reference.calendar import JAKARTA

_INTENTS = text("""
SELECT event -> 'parse_data' -> 'intent' ->> 'name' AS intent, count(*) AS times
FROM rasa_turns, jsonb_array_elements(events) AS event
WHERE created_at >= :start AND created_at < :end AND event ->> 'event' = 'user'
  AND event -> 'parse_data' -> 'intent' ->> 'name' IS NOT NULL
GROUP BY intent ORDER BY times DESC, intent LIMIT :limit
""")
_ASKED = text("""
SELECT DISTINCT sender_id, date(timezone(:zone, created_at)) AS day,
                event -> 'parse_data' -> 'intent' ->> 'name' AS intent
FROM rasa_turns, jsonb_array_elements(events) AS event
WHERE created_at >= :start AND created_at < :end AND event ->> 'event' = 'user'
""")
_TURNS = text("""
SELECT count(*) FILTER (WHERE events @> '[{"event": "user"}]'),
       count(*) FILTER (WHERE events @> '[{"event": "action", "name": "action_default_fallback"}]')
FROM rasa_turns WHERE created_at >= :start AND created_at < :end
""")
LISTED = 15


def intents_between(session: Session, start: datetime, end: datetime, limit: int = LISTED) -> dict[str, int]:
    """What members asked the bot, by intent, the most frequent first."""
    rows = session.execute(_INTENTS, {"start": start, "end": end, "limit": limit})
    return {row.intent: row.times for row in rows}


def asked_between(session: Session, start: datetime, end: datetime) -> set[tuple[UUID, date, str]]:
    """Conversation, day in Jakarta and intent of what members asked the bot."""
    rows = session.execute(_ASKED, {"start": start, "end": end, "zone": JAKARTA.key})
    return {(UUID(row.sender_id), row.day, row.intent) for row in rows if row.intent}


def turns_between(session: Session, start: datetime, end: datetime) -> tuple[int, int]:
    """How many messages the bot answered, and to how many of them it had to say that it did not understand."""
    turns, fallbacks = session.execute(_TURNS, {"start": start, "end": end}).one()
    return turns, fallbacks
