// The newest load of the same files into a data set that did not come to its end.
// There are few runs of one data set: they are found over the label and filtered.
// Parameters: $name, $fingerprint. Returns id, rows_done, rejected, reject_bytes.
MATCH (run:Run {command: 'load'})
WHERE run.data_set = $name AND run.fingerprint = $fingerprint AND run.state IN ['running', 'stopped', 'failed']
RETURN run.id AS id, run.rows_done AS rows_done, run.rejected AS rejected, run.reject_bytes AS reject_bytes
ORDER BY run.started DESC
LIMIT 1
