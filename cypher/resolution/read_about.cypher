// What these records are about. Parameters: $ids.
// Returns rows, one list of {id, about (id of the entity, or of one of which nothing is said any more)}.
UNWIND $ids AS id
MATCH (record:Record {id: id})-[:ABOUT]->(about)
RETURN collect({id: id, about: about.id}) AS rows
