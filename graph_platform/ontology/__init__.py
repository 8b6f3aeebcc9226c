"""The one declaration of the graph. Constraints, indexes, types, masking defaults and documents follow from it."""

from graph_platform.ontology import content, device, event, party, relationships
from graph_platform.ontology.model import (
    Choice,
    Domain,
    Label,
    Ontology,
    Property,
    Relationship,
    Sensitivity,
)

ONTOLOGY = Ontology(
    labels={label.name: label for label in (*party.LABELS, *device.LABELS, *content.LABELS, *event.LABELS)},
    relationships={r.name: r for r in relationships.RELATIONSHIPS},
)

__all__ = ["ONTOLOGY", "Choice", "Domain", "Label", "Ontology", "Property", "Relationship", "Sensitivity"]
