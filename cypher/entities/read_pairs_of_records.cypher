// What the claims of these records join, as pairs of entities.
// Parameters: $ids (record ids). Returns record, relation, outgoing, other (entity id).
UNWIND $ids AS id
MATCH (record:Record {id: id})-[claim:CLAIMS]-(end:Record)
OPTIONAL MATCH (end)-[:ABOUT]->(entity:Entity)
RETURN DISTINCT id AS record, claim.relation AS relation, startNode(claim) = record AS outgoing, entity.id AS other
