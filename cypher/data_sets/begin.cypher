// Begin or go on with a load into a data set. It keeps the trust of its first load, with which entities were computed.
// Parameters: $name, $source, $title, $kind, $trust, $licence, $run, $fingerprint, $now (datetime).
// Returns run (its id); nothing where the data set is being forgotten.
MERGE (data_set:DataSet {name: $name})
ON CREATE SET data_set.rows = 0, data_set.rejects = 0, data_set.created = $now, data_set.trust = $trust
WITH data_set
WHERE data_set.forgetting IS NULL
SET data_set.source = $source, data_set.title = $title, data_set.kind = $kind, data_set.licence = $licence
MERGE (run:Run {id: $run})
ON CREATE SET run.data_set = $name, run.command = 'load', run.fingerprint = $fingerprint, run.started = $now,
              run.rows_done = 0, run.rejected = 0, run.reject_bytes = 0
SET run.state = 'running', run.resumed = $now
RETURN run.id AS run
