// The newest loads into a data set.
// There are few runs of one data set: they are found over the label and filtered.
// Parameters: $name, $limit. Returns run (all properties), the newest first.
MATCH (run:Run {command: 'load'})
WHERE run.data_set = $name
RETURN run {.*} AS run
ORDER BY run.started DESC
LIMIT $limit
