// Let former ids follow the oldest of the records that they lead to, in the place of one that is gone.
// Parameters: $ids. Returns nothing.
UNWIND $ids AS id
MATCH (former:FormerId {id: id})-[:LEADS_TO]->(into)
WITH into, collect(former) AS led
WITH led, COLLECT {
  MATCH (into)<-[:ABOUT]-(record:Record)
  RETURN record.id ORDER BY record.arrived, record.key, record.id LIMIT 1
} AS first
FOREACH (former IN led | SET former.record = first[0])
