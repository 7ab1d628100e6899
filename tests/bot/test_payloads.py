"""What Rasa fills into a response, and what it leaves alone."""

from bot import payloads  # noqa: I001 - loads Rasa
from rasa.core.nlg import interpolator


def test_a_buttons_payload_is_no_place_for_slots() -> None:
    payloads.install()
    button = {"title": "Lewati {name}", "payload": '/inform{"value": "skip"}'}
    filled = interpolator.interpolate({"text": "Halo {name}", "buttons": [button]}, {"name": "Siti"})
    assert filled == {
        "text": "Halo Siti",
        "buttons": [{"title": "Lewati Siti", "payload": '/inform{"value": "skip"}'}],
    }
