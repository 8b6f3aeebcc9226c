// How many records there are, from Neo4j's count store. Parameters: none. Returns records.
MATCH (record:Record)
RETURN count(record) AS records
