// One entity, by its id or by one that it had; a part of a statement. Filled in: {n} is the variable that it binds, {p}
// the parameter with the id. Returns nothing by itself.
CALL () {{
  MATCH ({n}:Entity {{id: {p}}})
  RETURN {n}
  UNION ALL
  MATCH (:FormerId {{id: {p}}})-[:LEADS_TO]->({n}:Entity)
  RETURN {n}
}}
