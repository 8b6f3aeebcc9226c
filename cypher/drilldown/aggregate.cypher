// Numbers over all rows. A part of a statement: {match} binds a row, {condition} keeps some of them, {row} is a list
// of aggregates.
HEAD(COLLECT {{
  {match}
  WHERE {condition}
  RETURN {row}
}})
