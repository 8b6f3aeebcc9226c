"""Names, addresses and free text."""

from __future__ import annotations

import unicodedata

from graph_platform.cleaning.outcome import Clean, Unclean
from graph_platform.cleaning.wording import (
    one_line,
    plain,
    refuse_masked_name,
    seen,
    seen_as_written,
    written,
)
from graph_platform.facts import Formats
from graph_platform.ontology import Property, Sensitivity

LONGEST_NAME = 1000
"""In characters: beyond that, Neo4j could not index it."""

_FREE = frozenset((Sensitivity.TEXT, Sensitivity.PUBLIC, Sensitivity.INTERNAL, Sensitivity.CONFIDENTIAL))


def clean_text(said: Clean, formats: Formats, declared: Property) -> str:
    """NFC text of any number of lines. What stands for a person (an account, a passport) may not be masked."""
    if isinstance(said, bool):
        return "true" if said else "false"
    text = written(said)
    if declared.sensitivity not in _FREE:
        plain(text)
    if not text.isprintable():
        text = seen_as_written(text) if declared.sensitivity is Sensitivity.TEXT else seen(text)
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text.strip()


def clean_name(said: Clean, formats: Formats, declared: Property) -> str:
    """NFKC on one line, in the case in which it was said."""
    name = one_line(written(said))
    if len(name) > LONGEST_NAME:
        raise Unclean("is too long for a name")
    refuse_masked_name(name)
    return name


def clean_address(said: Clean, formats: Formats, declared: Property) -> str:
    """NFKC; the lines of a letter's head become one line, parted by commas."""
    lines = (one_line(line).rstrip(",") for line in written(said).splitlines())
    return plain(", ".join(line for line in lines if line))
