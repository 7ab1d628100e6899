"""What was not understood is kept for the next message: the two together may say what is wanted (``bot/pieces.py``)."""

from rasa_sdk.events import EventType, SlotSet

from bot.actions.reading import Reading
from bot.slot_names import PIECE


def kept_piece(reading: Reading) -> list[EventType]:
    """Keeps the words of a typed message."""
    seq = reading.metadata.get("seq")
    return [SlotSet(PIECE, {"text": reading.text, "seq": seq})] if seq and not reading.pressed else []
