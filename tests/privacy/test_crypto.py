"""Encryption at rest."""

import base64
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from backend.membership.models import Family
from backend.privacy import crypto
from backend.settings import get_settings


@pytest.fixture
def fresh_keys(home: object) -> Iterator[None]:
    """Keys are read anew, before and after."""
    crypto._keyring.cache_clear()
    get_settings.cache_clear()
    yield
    crypto._keyring.cache_clear()
    get_settings.cache_clear()


def test_the_same_text_is_never_stored_the_same_way(home: object) -> None:
    one, other = crypto.encrypt("9999015403880001", "members.nik"), crypto.encrypt("9999015403880001", "members.nik")
    assert one != other
    assert crypto.decrypt(one, "members.nik") == crypto.decrypt(other, "members.nik") == "9999015403880001"


def test_a_value_does_not_decrypt_in_another_column_or_after_a_change(home: object) -> None:
    stored = crypto.encrypt("0009900000001", "members.card_number")
    key, _, body = stored.partition(".")
    raw = bytearray(base64.urlsafe_b64decode(body))
    raw[-1] ^= 1
    for bad, context in [
        (stored, "members.nik"),
        (f"{key}.{base64.urlsafe_b64encode(raw).decode()}", "members.card_number"),
        (f"00000000.{body}", "members.card_number"),
    ]:
        with pytest.raises(crypto.DecryptionError):
            crypto.decrypt(bad, context)


def test_rows_of_a_retired_key_stay_readable(fresh_keys: None, monkeypatch: pytest.MonkeyPatch) -> None:
    old = base64.b64encode(b"o" * 32).decode()
    monkeypatch.setenv("CARE165_DATA_KEY", old)
    stored = crypto.encrypt("rahasia")
    for name, value in [("DATA_KEY", base64.b64encode(b"n" * 32).decode()), ("RETIRED_DATA_KEYS", f'["{old}"]')]:
        monkeypatch.setenv(f"CARE165_{name}", value)
    crypto._keyring.cache_clear()
    get_settings.cache_clear()
    assert crypto.decrypt(stored) == "rahasia"
    assert crypto.encrypt("baru").partition(".")[0] != stored.partition(".")[0]


def test_hashes_find_a_value_and_keep_kinds_apart(home: object) -> None:
    assert crypto.lookup_hash("nik", "1") == crypto.lookup_hash("nik", "1") != crypto.lookup_hash("kk", "1")


def test_the_database_holds_no_number_in_clear(session: Session) -> None:
    session.add(Family(id="f", card_number="9999010101200001"))
    session.flush()
    row = session.execute(text("SELECT card_number, card_number_hash FROM families WHERE id = 'f'")).one()
    assert "9999010101200001" not in "".join(row)
    session.expire_all()
    assert session.get_one(Family, "f").card_number == "9999010101200001"
