// How large the projection of people and organizations is at most; out of counts that Neo4j keeps. Parameters: none.
// Returns nodes, relationships.
MATCH (person:Person)
WITH count(person) AS people
MATCH (organization:Organization)
WITH people, count(organization) AS organizations
MATCH ()-[tie:OWNS|CONTROLS|PART_OF|HOLDS_POST|WORKS_FOR|REPORTS_TO|KNOWS|SUPPLIES|PARTNER_OF]->()
RETURN people + organizations AS nodes, count(tie) AS relationships
