// The records that an id stands for: a record's own, or those of an entity or of one that it became part of.
// Parameters: $id. Returns id, the record's.
CALL () {
  MATCH (record:Record {id: $id})
  RETURN record
  UNION
  MATCH (:Entity {id: $id})<-[:ABOUT]-(record:Record)
  RETURN record
  UNION
  MATCH (:FormerId {id: $id})-[:LEADS_TO]->(:Entity)<-[:ABOUT]-(record:Record)
  RETURN record
}
RETURN record.id AS id ORDER BY record.arrived, record.key
