// One entity, by an exclusive identifier; a part of a statement. Filled in: {n} is the variable that it binds, {p} the
// parameter with the identifier's key. Returns nothing by itself.
MATCH (:Identifier {{key: {p}}})-[:IDENTIFIES]->({n}:Entity)
