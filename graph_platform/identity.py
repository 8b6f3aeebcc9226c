"""Ids: keyless hashes, opaque, the same on every machine.

A fact's id begins with its data set's hash, so that one range of one index holds exactly a data set's facts.
An entity's id is a hash of its founding record alone and says nothing of label or source.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b

PREFIX_BYTES, FACT_BYTES, ENTITY_BYTES = 4, 12, 16


@lru_cache(maxsize=1024)
def data_set_prefix(data_set: str) -> str:
    """What every fact id of a data set begins with: 8 hexadecimal digits."""
    return blake2b(data_set.encode(), digest_size=PREFIX_BYTES, person=b"data set").hexdigest()


def record_id(data_set: str, key: str) -> str:
    """The id of a record: 32 hexadecimal digits."""
    digest = blake2b(f"{data_set}\0{key}".encode(), digest_size=FACT_BYTES, person=b"record")
    return data_set_prefix(data_set) + digest.hexdigest()


def claim_id(data_set: str, row_key: str, path: str) -> str:
    """The id of a claim: 32 hexadecimal digits."""
    digest = blake2b(f"{data_set}\0{row_key}\0{path}".encode(), digest_size=FACT_BYTES, person=b"claim")
    return data_set_prefix(data_set) + digest.hexdigest()


def row_id(data_set: str, row_key: str) -> str:
    """The id of a row that is about no record, and so of the claim that stands for it: 32 hexadecimal digits."""
    digest = blake2b(f"{data_set}\0{row_key}".encode(), digest_size=FACT_BYTES, person=b"row")
    return data_set_prefix(data_set) + digest.hexdigest()


def entity_id(founding_record: str) -> str:
    """The id of the entity that a record founded: 32 hexadecimal digits."""
    return blake2b(founding_record.encode(), digest_size=ENTITY_BYTES, person=b"entity").hexdigest()


def resolved_id(founding_record: str, arrived: int) -> str:
    """What records that were found to be one have in common: 32 hexadecimal digits.

    `arrived` keeps it apart from what was found before the founding record was forgotten and loaded again.
    """
    said = f"{founding_record}\0{arrived}"
    return blake2b(said.encode(), digest_size=ENTITY_BYTES, person=b"resolved").hexdigest()


def identifier_key(property_name: str, value: object) -> str:
    """The key of an exclusive identifier, hashed so that a resident ID is not stored once more in clear."""
    return blake2b(
        f"{property_name}\0{value}".encode(), digest_size=ENTITY_BYTES, person=b"identifier"
    ).hexdigest()


def content_hash(content: bytes) -> str:
    """The hash by which a row is known to be unchanged: 32 hexadecimal digits."""
    return blake2b(content, digest_size=ENTITY_BYTES, person=b"content").hexdigest()
