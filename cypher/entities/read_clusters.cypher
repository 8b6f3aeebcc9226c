// The records of these entities, and records that have no entity (yet, or because nothing is said of them any more, with
// those that stand under the same former id).
// Parameters: $entities, $records (ids).
// Returns rows, one list of {record (its properties but seen_from, seen_to), seen (milliseconds since 1970; null for a
// mention), mentioned (whether a claim holds on to it), about (the entity's id or null)}.
CALL () {
  UNWIND $entities AS id
  MATCH (:Entity {id: id})<-[:ABOUT]-(record:Record)
  RETURN record
  UNION
  UNWIND $records AS id
  MATCH (record:Record {id: id})
  RETURN record
  UNION
  UNWIND $records AS id
  MATCH (:Record {id: id})-[:ABOUT]->(:FormerId)<-[:ABOUT]-(record:Record)
  RETURN record
}
OPTIONAL MATCH (record)-[:ABOUT]->(entity:Entity)
RETURN collect({
  record: record {.*, seen_from: null, seen_to: null}, seen: record.seen_from.epochMillis,
  mentioned: EXISTS { (record)-[:CLAIMS]-() }, about: entity.id
}) AS rows
