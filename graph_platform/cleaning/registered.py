"""Being written."""

from graph_platform.cleaning.outcome import Clean
from graph_platform.cleaning.wording import plain
from graph_platform.facts import Formats
from graph_platform.ontology import Property


def clean_company_number(said: Clean, formats: Formats, declared: Property) -> Clean:
    """One line of text, for now."""
    return plain(said)


def clean_duns(said: Clean, formats: Formats, declared: Property) -> Clean:
    """One line of text, for now."""
    return plain(said)


def clean_lei(said: Clean, formats: Formats, declared: Property) -> Clean:
    """One line of text, for now."""
    return plain(said)


def clean_orcid(said: Clean, formats: Formats, declared: Property) -> Clean:
    """One line of text, for now."""
    return plain(said)


def clean_resident_id(said: Clean, formats: Formats, declared: Property) -> Clean:
    """One line of text, for now."""
    return plain(said)


def clean_uscc(said: Clean, formats: Formats, declared: Property) -> Clean:
    """One line of text, for now."""
    return plain(said)


def clean_vat_number(said: Clean, formats: Formats, declared: Property) -> Clean:
    """One line of text, for now."""
    return plain(said)
