"""What a member agrees to with a helper's code: the services of that kind of helper, said as they are given."""

from datetime import date

from backend.identity.texts import text_of
from backend.reference.service import rule


def services_of(kind: str, today: date) -> list[str]:
    """The services that a kind of helper has on a day (``helpers.services.*``)."""
    return rule(f"helpers.services.{kind}", on=today).split()


def services_text(kind: str, locale: str, today: date) -> str:
    """All of them in words: "status kepesertaan, tagihan iuran, pengaduan"."""
    return ", ".join(text_of(f"service_{service}", locale) for service in services_of(kind, today))
