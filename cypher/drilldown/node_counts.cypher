// How many nodes of a dimension there are, out of the store's own counts. {label} is the dimension. Returns many.
MATCH (node:{label}) RETURN count(node) AS many
