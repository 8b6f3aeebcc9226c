// Say that a data set is being forgotten: nothing more is loaded into it.
// Parameters: $name. Returns nothing.
MATCH (data_set:DataSet {name: $name})
SET data_set.forgetting = true
