// Project people and organizations with what ties them on a day, both ways, into Graph Data Science.
// Reads every party: an analysis of the whole graph. Parameters: $name (of the projection), $day (date),
// $weights (how much a type of relationship counts). Returns nodes, relationships.
MATCH (one:Person|Organization)
OPTIONAL MATCH (one)-[tie:OWNS|CONTROLS|PART_OF|HOLDS_POST|WORKS_FOR|REPORTS_TO|KNOWS|SUPPLIES|PARTNER_OF]->(other)
WHERE tie.valid_from <= $day < tie.valid_to AND (other:Person OR other:Organization) AND one <> other
WITH gds.graph.project($name, one, other, {relationshipProperties: {weight: $weights[type(tie)]}},
  {undirectedRelationshipTypes: ['*']}) AS projection
RETURN projection.nodeCount AS nodes, projection.relationshipCount AS relationships
