"""Being written."""

from graph_platform.cleaning.outcome import Clean
from graph_platform.cleaning.wording import plain
from graph_platform.facts import Formats
from graph_platform.ontology import Property


def clean_phone(said: Clean, formats: Formats, declared: Property) -> Clean:
    """One line of text, for now."""
    return plain(said)
