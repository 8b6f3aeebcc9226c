// Take away identifiers that no record has any more.
// Parameters: $keys. Returns nothing.
UNWIND $keys AS key
MATCH (identifier:Identifier {key: key})
DETACH DELETE identifier
