"""Which classes of sensitivity nobody reads in clear."""

from __future__ import annotations

from graph_platform.ontology.model import Property, Sensitivity

MASKED = frozenset((Sensitivity.CONTACT, Sensitivity.IDENTITY, Sensitivity.TEXT))
"""What reaches a person, what stands for one, and free text that may hold either."""


def is_masked(declared: Property) -> bool:
    """Whether a property's values are masked; what is masked can be neither filtered nor sorted by."""
    return declared.sensitivity in MASKED
