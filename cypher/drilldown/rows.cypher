// A page of rows. A part of a statement: {match} binds the row's variables, {condition} keeps some of the rows,
// {variables} are in {order}, {limit} is the parameter with the page's length, {row} what is made of each.
COLLECT {{
  {match}
  WHERE {condition}
  WITH {variables} ORDER BY {order} LIMIT {limit}
  RETURN {row}
}}
