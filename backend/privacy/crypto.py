"""Encryption at rest (AES-256-GCM) and keyed look-up hashes (HMAC-SHA256) for identifiers.

A cipher text reads ``<key id>.<base64url of nonce and data>``. The key id is a fingerprint of the key, so a key can be
replaced while older rows stay readable: the former key goes to ``CARE165_RETIRED_DATA_KEYS``.
"""

import base64
import hashlib
import hmac
import json
import os
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from backend.settings import get_settings

_NONCE_BYTES = 12
_KEY_ID_LENGTH = 8
_FAST = 1
"""Level of compression: the next ones take twice the time for a tenth of the size."""


class DecryptionError(ValueError):
    """The cipher text was made with a key that is not configured, for another column, or has been changed."""


class KeySettings(BaseSettings):
    """Keys that only read: rows written before the last change of ``CARE165_DATA_KEY``."""

    model_config = SettingsConfigDict(env_prefix="CARE165_", env_file=".env", extra="ignore")

    retired_data_keys: list[str] = Field(default_factory=list)
    """Former data keys, base64, as a JSON list; drop one when no row starts with its id any more."""


def key_id(key: bytes) -> str:
    """Public name of a key: a short fingerprint that says nothing about the key."""
    return hashlib.sha256(b"care165 data key " + key).hexdigest()[:_KEY_ID_LENGTH]


@lru_cache
def _keyring() -> dict[str, AESGCM]:
    keys = [get_settings().data_key_bytes, *(base64.b64decode(key) for key in KeySettings().retired_data_keys)]
    return {key_id(key): AESGCM(key) for key in keys}


def encrypt(plain: str, context: str = "") -> str:
    """Encrypts a text with the current key; the same text gives another result every time.

    Args:
        context: where the value belongs (``members.nik``); it must be the same on reading, so that a cipher text
            copied to another column does not decrypt there.
    """
    return _encrypt(plain.encode(), context)


def _encrypt(plain: bytes, context: str) -> str:
    current, cipher = next(iter(_keyring().items()))
    nonce = os.urandom(_NONCE_BYTES)
    sealed = nonce + cipher.encrypt(nonce, plain, context.encode())
    return f"{current}.{base64.urlsafe_b64encode(sealed).decode()}"


def decrypt(stored: str, context: str = "") -> str:
    """The text that ``encrypt`` was given.

    Raises:
        DecryptionError: unknown key, wrong context or changed data.
    """
    return _decrypt(stored, context).decode()


def _decrypt(stored: str, context: str) -> bytes:
    name, _, body = stored.partition(".")
    cipher = _keyring().get(name)
    if cipher is None:
        raise DecryptionError("no data key with this id is configured")
    try:
        sealed = base64.urlsafe_b64decode(body)
        return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], context.encode())
    except (InvalidTag, ValueError) as error:
        raise DecryptionError("the stored value does not belong here or was changed") from error


def encrypt_json(value: Any, context: str) -> str:
    """The same for whatever JSON can hold; compressed before, as nothing can be compressed afterwards."""
    return _encrypt(zlib.compress(json.dumps(value, ensure_ascii=False).encode(), _FAST), context)


def decrypt_json(stored: str, context: str) -> Any:
    """The value that ``encrypt_json`` was given.

    Raises:
        DecryptionError: see ``decrypt``.
    """
    return json.loads(zlib.decompress(_decrypt(stored, context)))


def lookup_hash(kind: str, value: str) -> str:
    """Keyed hash to find a row by an encrypted value, 64 hexadecimal digits.

    NIKs can be enumerated, so a plain hash would be as good as clear text; without the key this one is not.
    ``kind`` keeps equal digits of different identifiers apart.
    """
    return hmac.new(get_settings().lookup_key_bytes, f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


class _Encrypted(TypeDecorator[Any]):
    """A text column whose values are encrypted in the database and clear in Python.

    Args:
        context: name of the column, bound to the cipher text.
    """

    impl = Text
    cache_ok = True
    seal: Callable[[Any, str], str]
    unseal: Callable[[str, str], Any]

    def __init__(self, context: str) -> None:
        super().__init__()
        self.context = context

    def process_bind_param(self, value: Any | None, dialect: Dialect) -> str | None:
        """Encrypts on the way to the database."""
        return None if value is None else self.seal(value, self.context)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Any | None:
        """Decrypts on the way back."""
        return None if value is None else self.unseal(value, self.context)


class EncryptedText(_Encrypted):
    """An encrypted column of text."""

    cache_ok = True
    seal, unseal = staticmethod(encrypt), staticmethod(decrypt)


class EncryptedJson(_Encrypted):
    """An encrypted column of JSON values."""

    cache_ok = True
    seal, unseal = staticmethod(encrypt_json), staticmethod(decrypt_json)
