// The properties of some relationships of a type. Parameters: $type, $limit. Returns name.
MATCH ()-[relationship:$($type)]->()
WITH relationship LIMIT $limit
UNWIND keys(relationship) AS name
RETURN DISTINCT name
