// One entity, by an exclusive identifier. A part of a statement: {n} is the variable that it binds, {p} the parameter
// with the identifier's key.
MATCH (:Identifier {{key: {p}}})-[:IDENTIFIES]->({n}:Entity)
