"""Cleaning: from values as sources say them to values as the ontology declares them, one small module per family.

What cannot be cleaned is refused with a reason and kept as it was said; nothing is guessed silently.
"""

from graph_platform.cleaning.dates import OPEN_END, OPEN_START, clean_date
from graph_platform.cleaning.outcome import Amount, Clean, Cleaned, Unclean
from graph_platform.cleaning.record import CLEANERS, clean_value, clean_values
from graph_platform.cleaning.wording import is_placeholder

__all__ = [
    "CLEANERS",
    "OPEN_END",
    "OPEN_START",
    "Amount",
    "Clean",
    "Cleaned",
    "Unclean",
    "clean_date",
    "clean_value",
    "clean_values",
    "is_placeholder",
]
