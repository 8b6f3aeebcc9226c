"""Questions that the graph answers, each a statement in `cypher/questions/` with its thresholds here."""
