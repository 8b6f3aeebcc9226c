// The records that an id stands for: a record's own, or those of an entity, of one that it became part of, or of one of
// which nothing is said any more.
// Parameters: $id. Returns id, the record's.
CALL () {
  MATCH (record:Record {id: $id})
  RETURN record
  UNION
  MATCH (:Entity {id: $id})<-[:ABOUT]-(record:Record)
  RETURN record
  UNION
  MATCH (:FormerId {id: $id})-[:LEADS_TO]->(into)<-[:ABOUT]-(record:Record)
  RETURN record
  UNION
  MATCH (former:FormerId {id: $id})<-[:ABOUT]-(record:Record)
  WHERE NOT EXISTS { (former)-[:LEADS_TO]->() }
  RETURN record
}
RETURN record.id AS id ORDER BY record.arrived, record.key, id
