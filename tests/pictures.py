"""Pictures for ``docs/services.md``: each row's dialogue is played, and its end is seen in the web chat on a phone.

``python -m tests.pictures`` starts a system with the demonstration data, takes a picture of every dialogue that the
table names, and writes the table's column of pictures anew.
"""

import io
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.conversations.conftest import days_ahead
from tests.conversations.test_dialogues import Player, applies
from tests.support.browser import CHROMIUM, FLAGS
from tests.support.money import undone
from tests.support.running import System, running

TABLE = Path(__file__).parents[1] / "docs" / "services.md"
PICTURES = TABLE.parent / "images" / "services"
DIALOGUES = Path(__file__).parent / "conversations"
PHONE = {"width": 360, "height": 640}
COLOURS = 48
"""A chat needs few; a picture is then about a dozen kilobytes."""
SETTLED_MS = 900
_DIALOGUE = re.compile(r"`(\w+): ([^`]+)`")
_PICTURE = re.compile(r" \[see\]\([^)]*\) \|$")


def dialogue_of(file: str, name: str) -> dict[str, Any]:
    """The dialogue with this name, which a table may cut short with "…".

    Raises:
        LookupError: there is none.
    """
    path = DIALOGUES / f"{file}.yml"
    loaded = yaml.safe_load(path.read_text("utf-8")) if path.exists() else []
    pattern = ".*".join(re.escape(part.strip()) for part in name.split("…"))
    for dialogue in loaded:
        if re.fullmatch(pattern, dialogue["name"]):
            return dict(dialogue)
    raise LookupError(f"no dialogue {file}: {name}")


def picture_name(file: str, dialogue: dict[str, Any]) -> str:
    """The name of a dialogue's picture."""
    return f"{file}-{re.sub('[^a-z0-9]+', '-', dialogue['name'].lower())[:48].strip('-')}.png"


def take(browser: Browser, system: System, dialogue: dict[str, Any], path: Path) -> None:
    """Plays a dialogue and takes the picture of its last screen."""
    locale = dialogue.get("locale", "id")
    player = Player(system, locale)
    with undone(system.database_url) if dialogue.get("undo") else nullcontext():
        for turn in dialogue["turns"]:
            player.play(turn)
    context = browser.new_context(viewport=PHONE, locale="en-GB" if locale == "en" else "id-ID")
    keys = {"care165.token": player.member.token, "care165.locale": locale}
    context.add_init_script("".join(f"localStorage[{key!r}] ??= {value!r};" for key, value in keys.items()))
    page = context.new_page()
    page.goto(f"{system.url}/chat/")
    page.get_by_role("textbox").wait_for()
    page.wait_for_timeout(SETTLED_MS)
    if (latest := page.locator(".latest")).is_visible():
        latest.click()
        page.wait_for_timeout(SETTLED_MS)
    image = Image.open(io.BytesIO(page.screenshot()))
    context.close()
    image.convert("RGB").quantize(COLOURS).save(path, optimize=True)


def row_of(line: str, pictures: dict[str, str]) -> str:
    """A line of the table with the pictures of its dialogues; other lines stay."""
    if not line.startswith("|"):
        return line
    plain = _PICTURE.sub("", line)
    if plain.startswith("| feature"):
        return f"{plain.removesuffix(' picture |')} picture |"
    if plain.startswith("|---"):
        return "|---|---|---|---|"
    seen = [pictures[found] for found in ("".join(match) for match in _DIALOGUE.findall(plain)) if found in pictures]
    return f"{plain} [see](images/services/{seen[0]}) |" if seen else f"{plain.removesuffix(' – |')} – |"


def wanted(text: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """The dialogues that a table names: their pictures and themselves, by file and name as the table has them."""
    found = {}
    for file, name in dict.fromkeys(_DIALOGUE.findall(text)):
        try:
            dialogue = dialogue_of(file, name)
            found[file + name] = picture_name(file, dialogue), dialogue
        except LookupError as error:
            sys.stderr.write(f"{error}\n")
    return found


def take_all(found: dict[str, tuple[str, dict[str, Any]]], **settings: str) -> Iterator[str]:
    """Takes the pictures on one system; gives those that came about."""
    opened = tempfile.TemporaryDirectory()
    with opened as home, running(Path(home), **settings) as system, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS.split())
        for key, (picture, dialogue) in found.items():
            try:
                take(browser, system, dialogue, PICTURES / picture)
                yield key
            except AssertionError as error:
                sys.stderr.write(f"{picture}: {error}\n")
        browser.close()


def main() -> None:
    """Takes all pictures and writes the table; what cannot happen today is played on a system some days ahead."""
    text = TABLE.read_text("utf-8")
    PICTURES.mkdir(parents=True, exist_ok=True)
    found, ahead = wanted(text), str(days_ahead(datetime.now(ZoneInfo("Asia/Jakarta"))))
    now = {key: each for key, each in found.items() if applies(each[1])}
    later = {key: each for key, each in found.items() if key not in now}
    taken = [*take_all(now), *(take_all(later, CARE165_CLOCK_SHIFT_DAYS=ahead) if later else ())]
    pictures = {key: found[key][0] for key in taken}
    TABLE.write_text("\n".join(row_of(line, pictures) for line in text.split("\n")), "utf-8")


if __name__ == "__main__":
    main()
