"""The same talk on stock Rasa 3.6.21: default pipeline and policies, REST channel, SQL tracker store.

Sixteen of our intents with at most 45 of our examples each, fixed texts as answers: stock Rasa has less to learn and
less to do than the assistant here. One intent runs an action of 100 ms (none in the throughput figures).
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
import yaml

from benchmarks.measure import Proxy, load, proxy, resident_mb
from benchmarks.ours import LONG_TURNS, MESSAGES, USERS, WORDS
from care165.model import ROOT, rasa_environment
from care165.postgres import EmbeddedPostgres
from tests.support.running import free_ports, wait_until

INTENTS = (
    "greet", "goodbye", "thank", "affirm", "deny", "show_menu", "bot_challenge", "talk_to_agent", "out_of_scope",
    "find_nearest_facility", "facility_info", "check_bed_availability", "check_contribution", "book_queue",
    "submit_complaint", "check_complaint_status",
)  # fmt: skip
EXAMPLES = 45
SLOW_INTENT, SLOW_WORDS = "check_bed_availability", "kamar kosong di rsud sleman"
ACTION = '''"""One action of 100 ms."""

import asyncio

from rasa_sdk import Action


class Slow(Action):
    def name(self):
        return "action_slow"

    async def run(self, dispatcher, tracker, domain):
        await asyncio.sleep(0.1)
        dispatcher.utter_message(text="ini jawabannya")
        return []
'''


@dataclass
class Stock:
    """A running stock Rasa."""

    url: str
    pid: int
    start_s: float
    actions: Proxy


def _write_project(folder: Path) -> None:
    (folder / "data").mkdir()
    intents = list(INTENTS)
    (folder / "data" / "nlu.yml").write_text(yaml.safe_dump(_examples(), allow_unicode=True))
    entities = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["entities"]
    answers = {f"utter_{intent}": [{"text": f"jawaban {intent}"}] for intent in intents if intent != SLOW_INTENT}
    domain = {
        "version": "3.1",
        "intents": intents,
        "entities": entities,
        "responses": answers,
        "actions": ["action_slow"],
    }
    (folder / "domain.yml").write_text(yaml.safe_dump(domain, allow_unicode=True))
    actions = {intent: "action_slow" if intent == SLOW_INTENT else f"utter_{intent}" for intent in intents}
    rules = [{"rule": i, "steps": [{"intent": i}, {"action": action}]} for i, action in actions.items()]
    (folder / "data" / "rules.yml").write_text(yaml.safe_dump({"version": "3.1", "rules": rules}))
    (folder / "config.yml").write_text("recipe: default.v1\nassistant_id: stock\nlanguage: id\npipeline:\npolicies:\n")
    (folder / "stock_actions.py").write_text(ACTION)
    (folder / "credentials.yml").write_text("rest:\n")


def _examples() -> dict[str, object]:
    found = []
    for path in sorted((ROOT / "bot" / "data" / "nlu").glob("*.yml")):
        for item in yaml.safe_load(path.read_text("utf-8")).get("nlu", []):
            if item.get("intent") in INTENTS:
                lines = item["examples"].splitlines()[:EXAMPLES]
                found.append({"intent": item["intent"], "examples": "\n".join(lines) + "\n"})
    return {"version": "3.1", "nlu": found}


def _train(folder: Path) -> float:
    begun = time.perf_counter()
    with (folder / "train.log").open("w") as log:
        command = [sys.executable, "-m", "rasa", "train"]
        subprocess.run(command, cwd=folder, env=rasa_environment(), stdout=log, stderr=log, check=True)
    return time.perf_counter() - begun


@contextmanager
def running(folder: Path) -> Iterator[Stock]:
    """Stock Rasa and its action server, with a PostgreSQL tracker store and a proxy that counts action requests."""
    server = EmbeddedPostgres(folder / "postgres")
    rasa, actions = free_ports(2)
    environment = {**rasa_environment(), "SANIC_HOST": "127.0.0.1"}
    with (folder / "run.log").open("w") as log, proxy(f"http://127.0.0.1:{actions}") as counted:
        host = server.url.partition("host=")[2]
        store = {
            "type": "SQL",
            "dialect": "postgresql",
            "username": "postgres",
            "db": "postgres",
            "query": {"host": host},
        }
        endpoints = {"action_endpoint": {"url": f"{counted.url}/webhook"}, "tracker_store": store}
        (folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints))
        act = [sys.executable, "-m", "rasa_sdk", "--actions", "stock_actions", "--port", str(actions)]
        run = [sys.executable, "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(rasa)]
        begun = time.perf_counter()
        started = [
            subprocess.Popen(
                command, cwd=folder, env={**environment, "PYTHONPATH": os.fspath(folder)}, stdout=log, stderr=log
            )
            for command in (run, act)
        ]
        url = f"http://127.0.0.1:{rasa}"
        try:
            wait_until(lambda: _up(url), 300, "the start of stock Rasa")
            yield Stock(url, started[0].pid, time.perf_counter() - begun, counted)
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait(20)
            server.stop()


def _up(url: str) -> bool:
    try:
        return requests.get(f"{url}/status", timeout=1).status_code < 500 and _send(url, "warm", "halo")
    except requests.RequestException:
        return False


def _send(url: str, sender: str, words: str) -> bool:
    body = {"sender": sender, "message": words}
    return bool(requests.post(f"{url}/webhooks/rest/webhook", json=body, timeout=60).json())


def _user(url: str, number: int) -> Callable[[int], None]:
    http = requests.Session()

    def send(i: int) -> None:
        body = {"sender": f"user{number}", "message": WORDS[(i + number) % len(WORDS)]}
        assert http.post(f"{url}/webhooks/rest/webhook", json=body, timeout=60).json()

    return send


def _six_at_once_s(url: str) -> float:
    _send(url, "six", "halo")
    begun = time.perf_counter()
    threads = [threading.Thread(target=_send, args=(url, "six", SLOW_WORDS)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begun


def _long_talk(stock: Stock) -> tuple[float, int]:
    send = _user(stock.url, 900)
    times: list[float] = []
    for i in range(LONG_TURNS):
        begun = time.perf_counter()
        send(i)
        times.append(time.perf_counter() - begun)
        if i == 120:
            stock.actions.request_bytes.clear()
            _send(stock.url, "user900", SLOW_WORDS)
    kinds = len(WORDS)
    growth = statistics.mean(times[-2 * kinds :]) / statistics.mean(times[kinds : 3 * kinds])
    return growth, max(stock.actions.request_bytes, default=0)


def measure() -> dict[str, str]:
    """All figures of stock Rasa, as text with units, under the names of ``ours``."""
    folder = Path(tempfile.mkdtemp(prefix="stock-rasa-"))
    folder.chmod(0o755)
    try:
        _write_project(folder)
        figures = {"training": f"{_train(folder):.0f} s"}
        with running(folder) as stock:
            figures["rasa start"] = f"{stock.start_s:.1f} s"
            result = load(USERS, MESSAGES, lambda n: _user(stock.url, n))
            figures["messages/s, 8 users, at Rasa's door"] = f"{result.per_second:.0f}"
            figures["p95, 8 users, at Rasa's door"] = f"{result.p95_ms:.0f} ms"
            figures["six messages at once, 100 ms action"] = f"{_six_at_once_s(stock.url):.2f} s"
            growth, size = _long_talk(stock)
            figures["turn 200 against turn 1"] = f"{growth:.2f} ×"
            figures["action request behind turn 110"] = f"{size / 1000:.1f} kB"
            figures["rasa memory"] = f"{resident_mb(stock.pid):.0f} MB"
        return figures
    finally:
        shutil.rmtree(folder, ignore_errors=True)
