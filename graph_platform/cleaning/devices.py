"""Being written."""

from graph_platform.cleaning.outcome import Clean
from graph_platform.cleaning.wording import plain
from graph_platform.facts import Formats
from graph_platform.ontology import Property


def clean_gtin(said: Clean, formats: Formats, declared: Property) -> Clean:
    """One line of text, for now."""
    return plain(said)


def clean_imei(said: Clean, formats: Formats, declared: Property) -> Clean:
    """One line of text, for now."""
    return plain(said)


def clean_plate(said: Clean, formats: Formats, declared: Property) -> Clean:
    """One line of text, for now."""
    return plain(said)


def clean_serial_number(said: Clean, formats: Formats, declared: Property) -> Clean:
    """One line of text, for now."""
    return plain(said)


def clean_vin(said: Clean, formats: Formats, declared: Property) -> Clean:
    """One line of text, for now."""
    return plain(said)
