// How far a load is, written in the transaction of the batch itself.
// Parameters: $name, $run, $rows_done, $rejected, $reject_bytes (size of the reject file), $added (rows),
// $newest (milliseconds since 1970 or null).
// Returns run (its id); nothing where the data set is being forgotten.
MATCH (data_set:DataSet {name: $name})
WHERE data_set.forgetting IS NULL
SET data_set.rows = data_set.rows + $added
FOREACH (newest IN CASE WHEN $newest IS NULL THEN [] ELSE [datetime({epochMillis: $newest})] END |
  SET data_set.newest = CASE WHEN data_set.newest > newest THEN data_set.newest ELSE newest END
)
WITH data_set
MATCH (run:Run {id: $run})
SET run.rows_done = $rows_done, run.rejected = $rejected, run.reject_bytes = $reject_bytes
RETURN run.id AS run
