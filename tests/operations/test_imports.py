"""``care165 import``: what an operator sees of a file that is not as it should be."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from care165.imports import BadFile, Kind, run_import

HEADER = b"code,name,type,latitude,longitude,regency_code,beds\n"


def imported(path: Path, content: bytes, kind: Kind = "facilities") -> tuple[int, str]:
    path.write_bytes(content)
    console = Console(file=StringIO(), width=200)
    status = run_import(console, kind, path)
    return status, console.file.getvalue()  # type: ignore[attr-defined] # it is the StringIO above


def test_bytes_of_another_encoding_cost_their_own_row(committed: None, tmp_path: Path) -> None:
    rows = b"H1,RS A,hospital,-6.9,107.6,3273,1\nH2,RS Caf\xe9,hospital,-6.9,107.6,3273,1\n"
    status, shown = imported(tmp_path / "f.csv", b"\xef\xbb\xbf" + HEADER + rows)
    assert status == 2
    assert "1 new, 0 updated, 1 left out" in shown
    assert "unreadable character" in shown


def test_every_bad_row_is_shown_as_it_stands(committed: None, tmp_path: Path) -> None:
    rows = b"".join(b"H%d,RS,hospital,-6.9,107.6,3273,[/x]\n" % number for number in range(60))
    status, shown = imported(tmp_path / "f.csv", HEADER + rows)
    assert (status, shown.count("[/x]")) == (2, 60)


@pytest.mark.parametrize(
    "content",
    [b"", b"a,b\n1,2\n", HEADER + b'H1,"RS' + b"a\n" * 100_000],
    ids=["nothing", "other columns", "an open quotation mark"],
)
def test_a_file_that_cannot_be_used_is_refused_in_a_line(committed: None, tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BadFile, match=r"^f\.csv"):
        imported(tmp_path / "f.csv", content)


def test_what_is_missing_is_told_with_what_to_do(committed: None, tmp_path: Path) -> None:
    wide = b"hospital_code,hospital,snapshot_at,free_class_1\n1103010,RS A,2021-08-21 22:16:45,42\n"
    with pytest.raises(BadFile) as refused:
        imported(tmp_path / "beds.csv", wide, "beds")
    told = str(refused.value)
    for words in (
        "room_name, capacity, available",
        "it has hospital_code, hospital",
        "one row for each room",
        "--help",
    ):
        assert words in told
