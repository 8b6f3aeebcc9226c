// The strongest of the shortest paths between two entities, through what may be seen and holds; a part of a statement.
// A relationship is as strong as its share, or else as its confidence; a path as their product.
// Filled in: {start} and {finish} are variables, {from_id} and {to_id} parameters, {types} relationship types with |
// between, {most} how long a path may be, {among} of how many paths the strongest is taken, {path} the path's variable,
// {seen_start}, {seen_finish}, {seen} and {held} conditions on the ends, on each node {node} and relationship {step},
// {share} the share of a relationship, where the viewer may see it, {row} what is made of it. Returns that, or null.
HEAD(COLLECT {{
  MATCH ({start}:Entity {{id: {from_id}}}) WHERE {seen_start}
  MATCH ({finish}:Entity {{id: {to_id}}}) WHERE {seen_finish}
  MATCH {path} = SHORTEST {among} ({start})(()-[{step}:{types} WHERE {held}]-({node} WHERE {seen})){{1,{most}}}({finish})
  WITH {path}, reduce(strength = 1.0, each IN relationships({path}) | strength * coalesce({share}, each.confidence, 0.5))
    AS strength
  ORDER BY strength DESC, length({path}), [each IN nodes({path}) | each.id] LIMIT 1
  RETURN {row}
}})
