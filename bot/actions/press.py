"""What buttons say: an intent and its values, in the form in which Rasa reads them."""

import json


def press(intent: str, /, **values: str | None) -> str:
    """A button's payload: ``press("show_on_map", code="3404011")`` is ``/show_on_map{"code": "3404011"}``.

    Values that are None are left out.
    """
    given = {name: value for name, value in values.items() if value is not None}
    return f"/{intent}{json.dumps(given)}" if given else f"/{intent}"


def inform(**values: str | None) -> str:
    """The payload of a button that answers the open question."""
    return press("inform", **values)
