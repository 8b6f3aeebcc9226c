// One entity, by its id or by one that it had. A part of a statement: {n} is the variable that it binds, {p} the
// parameter with the id.
CALL () {{
  MATCH ({n}:Entity {{id: {p}}})
  RETURN {n}
  UNION ALL
  MATCH (:FormerId {{id: {p}}})-[:LEADS_TO]->({n}:Entity)
  RETURN {n}
}}
