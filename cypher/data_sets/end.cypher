// The end of a load. What it met is kept on the run, for later ones to be compared with.
// Parameters: $name, $run, $state, $now (datetime), $rejected, $counts (map). Returns nothing.
MATCH (run:Run {id: $run})
SET run += $counts, run.state = $state, run.ended = $now, run.rejected = $rejected
WITH run
MATCH (data_set:DataSet {name: $name})
SET data_set.last_load = $now, data_set.rejects = $rejected
