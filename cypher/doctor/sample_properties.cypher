// The properties of some nodes of a label. Parameters: $label, $limit. Returns name.
MATCH (node:$($label))
WITH node LIMIT $limit
UNWIND keys(node) AS name
RETURN DISTINCT name
