"""What the events of an answer mean for what comes after it."""

from rasa_sdk.events import EventType


def follows(events: list[EventType]) -> list[str]:
    """Actions and forms that run next in this turn."""
    return [e["name"] for e in events if e["event"] == "followup" and e["name"] != "action_listen"]


def form_closed(events: list[EventType]) -> bool:
    """The answer closes the open form."""
    return any(event["event"] == "active_loop" and not event["name"] for event in events)


def goes_on_hearing(events: list[EventType]) -> bool:
    """The turn goes on with another message, or is forgotten."""
    return any(event["event"] in ("rewind", "user") for event in events)


def asks_to_verify(events: list[EventType]) -> bool:
    """The member has to show who they are first."""
    return any(e["event"] == "slot" and e["name"] == "after_verification" and e["value"] for e in events)
