// How far a load is, written in the transaction of the batch itself.
// Parameters: $name, $run, $rows_done, $rejected, $added (rows), $facts, $newest (milliseconds since 1970 or null).
// Returns nothing.
MATCH (data_set:DataSet {name: $name})
SET data_set.rows = data_set.rows + $added, data_set.facts = data_set.facts + $facts
FOREACH (newest IN CASE WHEN $newest IS NULL THEN [] ELSE [datetime({epochMillis: $newest})] END |
  SET data_set.newest = CASE WHEN data_set.newest > newest THEN data_set.newest ELSE newest END
)
WITH data_set
MATCH (run:Run {id: $run})
SET run.rows_done = $rows_done, run.rejected = $rejected
