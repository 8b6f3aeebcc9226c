// Which of these people are known to decide. Marker: VISIBLE. Parameters: $ids; the condition reads scopes and hidden. Returns id.
UNWIND $ids AS id
MATCH (person:Entity {id: id})
WHERE VISIBLE(person) AND person.buying_role = 'decider'
RETURN id
