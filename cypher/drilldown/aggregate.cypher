// Numbers over all rows; a part of a statement. Filled in: {match} binds a row, {condition} keeps some of them, {row} is
// a list of aggregates. Returns that list.
HEAD(COLLECT {{
  {match}
  WHERE {condition}
  RETURN {row}
}})
