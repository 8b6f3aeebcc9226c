// The records that an entity is known by. Parameters: $ids (of entities), $most (facts of each). Returns id, facts.
UNWIND $ids AS id
CALL (id) {
  MATCH (:Entity {id: id})<-[:ABOUT]-(record:Record)
  WITH record ORDER BY record.seen_from DESC, record.id LIMIT $most
  RETURN collect(record.id) AS facts
}
RETURN id, facts
