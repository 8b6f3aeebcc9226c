// A page of rows; a part of a statement. Filled in: {match} binds the row's variables, {condition} keeps some of the
// rows, {variables} are in {order}, {limit} is the parameter with the page's length, {row} what is made of each.
// Returns the list of these.
COLLECT {{
  {match}
  WHERE {condition}
  WITH {variables} ORDER BY {order} LIMIT {limit}
  RETURN {row}
}}
