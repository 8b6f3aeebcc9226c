// The claims that these records make, and those that are made of them by records with another label.
// Parameters: $ids, $labels (of the records whose own claims are asked for at another time), $employs (relations).
// Returns start, end (record ids), relation, employer (the name of the end of such a relation).
UNWIND $ids AS id
MATCH (record:Record {id: id})-[claim:CLAIMS]->(other:Record)
RETURN id AS start, other.id AS end, claim.relation AS relation,
       CASE WHEN claim.relation IN $employs THEN other.name END AS employer
UNION
UNWIND $ids AS id
MATCH (record:Record {id: id})<-[claim:CLAIMS]-(other:Record)
WHERE other.seen_from IS NULL OR NOT other.label IN $labels
RETURN other.id AS start, id AS end, claim.relation AS relation, null AS employer
