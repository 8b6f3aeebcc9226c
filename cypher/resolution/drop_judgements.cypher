// Forget what was decided about pairs. Parameters: $ids. Returns nothing.
UNWIND $ids AS id
MATCH (judgement:Judgement {id: id})
DETACH DELETE judgement
