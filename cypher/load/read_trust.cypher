// How far each data set is trusted. There are as many as a company has sources.
// No parameters. Returns name, trust.
MATCH (data_set:DataSet)
RETURN data_set.name AS name, data_set.trust AS trust
