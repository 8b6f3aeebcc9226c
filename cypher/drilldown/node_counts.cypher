// How many nodes of a dimension there are, out of the store's own counts. Filled in: {label} is the dimension.
// Returns many.
MATCH (node:{label}) RETURN count(node) AS many
