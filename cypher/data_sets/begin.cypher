// Begin or go on with a load into a data set.
// Parameters: $name, $source, $title, $kind, $trust, $licence, $run, $fingerprint, $now (datetime).
// Returns rows_done, the rows that the run has behind it.
MERGE (data_set:DataSet {name: $name})
ON CREATE SET data_set.rows = 0, data_set.facts = 0, data_set.rejects = 0, data_set.created = $now
SET data_set.source = $source, data_set.title = $title, data_set.kind = $kind, data_set.trust = $trust,
    data_set.licence = $licence
MERGE (run:Run {id: $run})
ON CREATE SET run.data_set = $name, run.command = 'load', run.fingerprint = $fingerprint, run.started = $now,
              run.rows_done = 0, run.rejected = 0
SET run.state = 'running', run.resumed = $now
RETURN run.rows_done AS rows_done
