"""Cursors: the keys of a row, sealed so that nobody reads or changes them, and bound to what they were given for."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from gql.errors import CursorRefused

STEP = 128
"""Bytes to whose multiple keys are filled up."""
LONGEST = 4_096
"""Characters that a cursor may have."""


class Sealer:
    """Seals and opens cursors with one key of 64 bytes, which servers that share cursors share.

    AES-SIV (RFC 5297) is deterministic: one row has one cursor, as clients expect that compare them.
    """

    def __init__(self, key: bytes) -> None:
        self._cipher = AESSIV(key)

    def sealed(self, keys: Sequence[Any], binding: bytes) -> str:
        """A cursor that opens with the same binding only; its length tells no more than some steps of its keys'."""
        said = orjson.dumps(keys)
        padded = said.ljust(-(-len(said) // STEP) * STEP)
        return base64.urlsafe_b64encode(self._cipher.encrypt(padded, [binding])).decode()

    def opened(self, cursor: str, binding: bytes) -> list[Any]:
        """The keys in a cursor. Raises `CursorRefused`, in the same words whatever is wrong with it."""
        try:
            if len(cursor) > LONGEST:
                raise ValueError
            sealed = base64.urlsafe_b64decode(cursor.encode("ascii"))
            keys: list[Any] = orjson.loads(self._cipher.decrypt(sealed, [binding]))
        except (ValueError, InvalidTag):
            raise CursorRefused from None
        return keys
