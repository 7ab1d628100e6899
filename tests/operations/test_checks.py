"""What keeps the assistant from starting is said in one line that tells what to do."""

import socket
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest
from pydantic_settings import BaseSettings

from backend.settings import Settings
from care165 import checks
from care165.all_settings import KINDS
from care165.web import create_app
from tests.support.running import ROOT, free_ports

Usage = namedtuple("Usage", "total used free")


def settings_for(home: Path, **changes: object) -> Settings:
    web, rasa, actions = free_ports(3)
    ports = {"web_port": web, "rasa_url": f"http://127.0.0.1:{rasa}", "actions_url": f"http://127.0.0.1:{actions}"}
    return Settings().model_copy(update={"home": home, "database_url": None, **ports, **changes})


def test_a_taken_port_is_named_with_its_process(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        found = [check for check in checks.free_ports(settings_for(tmp_path, web_port=port)) if not check.ok]
    assert [f"port {port} (web) is taken" in check.remedy for check in found] == [True]


def test_a_full_disk_is_seen_before_anything_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _path: Usage(100, 99, 1024))
    found = checks.disk_space(tmp_path / "not" / "yet" / "there")
    assert not found.ok
    assert "CARE165_HOME" in found.remedy


def test_a_database_that_does_not_answer_is_said(tmp_path: Path) -> None:
    [port] = free_ports(1)
    found = checks.database(settings_for(tmp_path, database_url=f"postgresql://nobody@127.0.0.1:{port}/none"))
    assert not found.ok
    assert found.remedy.startswith("DATABASE_URL cannot be used:")


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"demo": True}, []),
        ({"demo": True, "public_url": "https://chat.example.go.id"}, ["demonstration, not for real members"]),
        ({"demo": False}, ["public address", "SMS gateway"]),
        ({"demo": False, "public_url": "https://c.example.id", "sms_gateway_url": "https://sms.example.id"}, []),
    ],
)
def test_what_real_members_need_is_said(tmp_path: Path, changes: dict[str, object], missing: list[str]) -> None:
    found = checks.for_members(settings_for(tmp_path, **changes))
    assert [check.name for check in found if not check.ok] == missing


def test_every_setting_is_read_before_a_start() -> None:
    """A topic's settings that nobody checks would fail in the first turn that needs them."""
    create_app()  # brings every topic in
    ours = {kind for kind in BaseSettings.__subclasses__() if not kind.__module__.startswith("pydantic")}
    assert ours == set(KINDS)


def test_up_ends_with_one_line_and_a_status(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        environment = {"PATH": "/usr/bin:/bin", "CARE165_HOME": str(tmp_path), "CARE165_WEB_PORT": port}
        command = [sys.executable, "-m", "care165.cli", "up"]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60
        )
    assert done.returncode == 1
    assert done.stderr.strip().splitlines() == [
        f"care165: port {port} (web) is taken: stop the program on it, or change the setting"
    ]
