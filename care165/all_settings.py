"""Every setting of every topic, read before anything starts: what is wrong is told then, not by the first member."""

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsError

from backend.alerts.settings import AlertSettings
from backend.handover.settings import HandoverSettings
from backend.notifications.hours import NoticeSettings
from backend.privacy.crypto import KeySettings
from backend.queues.settings import QueueSettings
from backend.reference.tables import ReferenceSettings
from backend.settings import Settings

KINDS: tuple[type[BaseSettings], ...] = (
    Settings,
    HandoverSettings,
    QueueSettings,
    NoticeSettings,
    AlertSettings,
    KeySettings,
    ReferenceSettings,
)


class SettingsWrong(Exception):
    """Settings cannot be used; the message is one line that names each by its variable."""


def check_settings() -> None:
    """Reads all of them.

    Raises:
        SettingsWrong: some cannot be used.
    """
    if faults := [fault for kind in KINDS for fault in _faults(kind)]:
        raise SettingsWrong(f"the settings are not right: {'; '.join(faults)}")


def _faults(kind: type[BaseSettings]) -> list[str]:
    try:
        kind()
    except ValidationError as problem:
        prefix = kind.model_config.get("env_prefix", "")
        return [f"{_variable(prefix, each['loc'])}: {each['msg']}" for each in problem.errors()]
    except SettingsError as problem:  # a list or table that is no JSON
        return [f"{kind.model_config.get('env_prefix', '')}…: {problem}"]
    return []


def _variable(prefix: str, place: tuple[int | str, ...]) -> str:
    name = str(place[0]).upper() if place else ""
    return name if name.startswith(("CARE165_", "DATABASE_")) else prefix + name
