// Ids of entities that there are again: they are no former ids any more. Costs nothing where there is no former id.
// Parameters: $ids. Returns nothing.
MATCH (any:FormerId)
WITH any LIMIT 1
UNWIND $ids AS id
MATCH (former:FormerId {id: id})
DETACH DELETE former
