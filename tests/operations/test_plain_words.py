"""The command line says what an operator can mend in one line and with a status, never with a trace."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from backend.settings import Settings
from care165.checks import all_checks
from care165.up import CannotStart, alone

ROOT = Path(__file__).parents[2]
NOWHERE = "postgresql://nobody@127.0.0.1:1/none"


@pytest.mark.parametrize(
    ("command", "settings", "said"),
    [
        ("audit verify", {"DATABASE_URL": NOWHERE}, "the database cannot be used"),
        ("audit verify", {}, "no database"),
        ("agents reset-factor somebody", {}, "no database"),
        ("doctor", {"CARE165_WEB_PORT": "abc"}, "WEB_PORT"),
        ("doctor", {"CARE165_DATA_KEY": "c2hvcnQ="}, "must be 32 bytes in base64"),
        ("doctor", {"CARE165_PUBLIC_URL": "chat.example.go.id"}, "CARE165_PUBLIC_URL: Value error, must be an address"),
        ("doctor", {"CARE165_NOTICES_QUIET_FROM": "30"}, "CARE165_NOTICES_QUIET_FROM"),
        ("up", {"CARE165_HANDOVER_EDIT_WINDOW_S": "abc"}, "CARE165_HANDOVER_EDIT_WINDOW_S"),
        ("up", {"CARE165_HANDOVER_HOURS": "08:00"}, "hours"),
        ("doctor", {"CARE165_HOME": "/proc/none"}, "/proc/none cannot be used"),
    ],
)
def test_what_an_operator_can_mend_is_said(tmp_path: Path, command: str, settings: dict[str, str], said: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("CARE165_", "DATABASE_URL"))}
    environment = kept | {"CARE165_HOME": str(tmp_path)} | settings
    program = [sys.executable, "-m", "care165.cli", *command.split()]
    ended = subprocess.run(program, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert said in ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_second_up_on_the_same_data_is_refused(tmp_path: Path) -> None:
    settings = Settings().model_copy(update={"home": tmp_path})
    with alone(tmp_path):
        with pytest.raises(CannotStart, match="another"), alone(tmp_path):
            pass
        names = [check.name for check in all_checks(settings)]
        assert "Care Center 165 is running" in names
        assert not any(name.startswith("port") for name in names), "they are taken by the assistant itself"
    with alone(tmp_path):
        pass
