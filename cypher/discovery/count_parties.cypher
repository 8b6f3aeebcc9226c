// How large the projection of people and organizations is at most; out of counts that Neo4j keeps. Parameters: none.
// Returns nodes, relationships.
RETURN COUNT { (:Person) } + COUNT { (:Organization) } AS nodes,
       COUNT { ()-[:OWNS|CONTROLS|PART_OF|HOLDS_POST|WORKS_FOR|REPORTS_TO|KNOWS|SUPPLIES|PARTNER_OF]->() } AS relationships
