// The data set that annotations stand in: there from the first one on, with how many it has.
// Parameters: $name, $source, $title, $trust, $added (rows), $now (datetime).
// Returns name; nothing where the data set is being forgotten.
MERGE (data_set:DataSet {name: $name})
ON CREATE SET data_set.rows = 0, data_set.rejects = 0, data_set.created = $now, data_set.trust = $trust,
              data_set.source = $source, data_set.title = $title, data_set.kind = 'people'
WITH data_set
WHERE data_set.forgetting IS NULL
SET data_set.rows = data_set.rows + $added, data_set.last_load = $now, data_set.newest = $now
RETURN data_set.name AS name
