// Rows of a data set that were closed. Parameters: $name, $rows. Returns nothing.
MATCH (data_set:DataSet {name: $name})
SET data_set.rows = data_set.rows - $rows
