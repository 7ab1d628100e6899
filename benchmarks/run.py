"""``care165 bench``: the table of the design, this project and, on request, stock Rasa, in one run on one machine."""

import os
import platform
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import ours, stock

GOALS = {
    "messages/s, 8 users, at Rasa's door": "≥ 3 × stock",
    "p95, 8 users, at Rasa's door": "≤ 100 ms",
    "messages/s, 8 users, whole way": "–",
    "p95, 8 users, whole way": "–",
    "six messages at once, 100 ms action": "≤ 0.8 s",
    "turn 200 against turn 1": "≤ 1.3 ×",
    "action request behind turn 110": "≤ 10 kB",
    "rasa start": "≤ 8 s",
    "rasa memory": "≤ 600 MB",
    "training": "≤ 60 s",
    "five nearest of 30,000, median": "≤ 50 µs",
    "web chat, gzip": "≤ 15 kB",
}


def machine() -> str:
    """The machine in one line."""
    info = Path("/proc/cpuinfo").read_text("utf-8") if Path("/proc/cpuinfo").exists() else ""
    names = [line.partition(":")[2].strip() for line in info.splitlines() if line.startswith("model name")]
    return f"{os.cpu_count()} cores, {names[0] if names else platform.processor()}, Python {platform.python_version()}"


def run(console: Console, *, stock_too: bool) -> None:
    """Measures and prints; ``stock_too`` trains and measures stock Rasa first (many minutes)."""
    with console.status("measuring stock Rasa (training takes minutes)"):
        theirs = stock.measure() if stock_too else {}
    with console.status("measuring this project"):
        figures = ours.measure()
    table = Table("", "stock Rasa 3.6.21", "here", "goal", title=machine())
    for name, goal in GOALS.items():
        table.add_row(name, theirs.get(name, "–"), figures.get(name, "–"), goal)
    console.print(table)
