"""Questions in people's own words, as typed plans over the ontology. Nothing here reads the graph."""
