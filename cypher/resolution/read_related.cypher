// The claims that these records make and that are made of them.
// Parameters: $ids. Returns start, end (record ids), relation.
UNWIND $ids AS id
MATCH (record:Record {id: id})-[claim:CLAIMS]->(other:Record)
RETURN id AS start, other.id AS end, claim.relation AS relation
UNION
UNWIND $ids AS id
MATCH (record:Record {id: id})<-[claim:CLAIMS]-(other:Record)
RETURN other.id AS start, id AS end, claim.relation AS relation
