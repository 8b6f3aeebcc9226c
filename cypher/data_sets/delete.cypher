// Forget that there was a data set, and its runs.
// Parameters: $name. Returns nothing.
OPTIONAL MATCH (run:Run) WHERE run.data_set = $name
DETACH DELETE run
WITH count(*) AS ignored
MATCH (data_set:DataSet {name: $name})
DELETE data_set
