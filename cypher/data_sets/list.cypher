// The data sets that are loaded.
// No parameters. Returns data_set (all properties) by name.
MATCH (data_set:DataSet)
RETURN data_set {.*} AS data_set
ORDER BY data_set.name
