// How many relationships of a type there are, out of the store's own counts. Filled in: {type} is the type.
// Returns many.
MATCH ()-[relationship:{type}]->() RETURN count(relationship) AS many
