"""What the documents name is there: dialogues, tests, pictures, forms, decisions."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
DIALOGUES = ROOT / "tests" / "conversations"
_LINK = re.compile(r"\]\(([^)#]+)\)")


def proofs() -> Iterator[tuple[str, str]]:
    """File and name of each dialogue that ``services.md`` names; ``…`` alone carries the file of the one before on."""
    for line in (DOCS / "services.md").read_text("utf-8").splitlines():
        file = ""
        for named in re.findall(r"`([^`]+)`", line.split("|")[3] if line.count("|") > 3 else ""):
            if found := re.fullmatch(r"(\w+): (.+)", named):
                file = found[1]
            if found or named.startswith("…"):
                yield file, found[2] if found else named


def is_played(file: str, name: str) -> bool:
    played = [dialogue["name"] for dialogue in yaml.safe_load((DIALOGUES / f"{file}.yml").read_text("utf-8"))]
    pattern = ".*".join(re.escape(part.strip()) for part in name.split("…"))
    return any(re.fullmatch(pattern, one) for one in played)


def test_every_dialogue_that_proves_a_feature_is_played() -> None:
    found = [proof for proof in proofs() if proof != ("file", "name")]
    assert len(found) > 100
    assert [proof for proof in found if not is_played(*proof)] == []


def test_every_test_that_proves_a_feature_is_there() -> None:
    named = re.findall(r"`(\w+/test_\w+\.py)`", (DOCS / "services.md").read_text("utf-8"))
    assert [path for path in named if not (ROOT / "tests" / path).exists()] == []


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    inside = [link for link in _LINK.findall(page.read_text("utf-8")) if "://" not in link and " " not in link]
    assert [link for link in inside if not (page.parent / link).exists()] == []


def test_every_form_is_drawn() -> None:
    forms = yaml.safe_load((ROOT / "domain.yml").read_text("utf-8"))["forms"]
    drawn = "\n".join(page.read_text("utf-8") for page in (DOCS / "conversations").glob("*.md"))
    assert [form for form in forms if f"`{form}`" not in drawn] == []
    assert [form for form in re.findall(r"`(\w+_form)`", drawn) if form not in forms] == []


def test_every_decision_stands_in_the_index() -> None:
    index = (DOCS / "decisions" / "README.md").read_text("utf-8")
    pages = sorted((DOCS / "decisions").glob("0*.md"))
    titles = [page.read_text("utf-8").partition("\n")[0].partition(". ")[2] for page in pages]
    assert [
        page.name for page, title in zip(pages, titles, strict=True) if f"[{title}]({page.name})" not in index
    ] == []
