// How many rows there are; a part of a statement. Filled in: {match} binds a row, {condition} keeps some of them.
// Returns the number.
COUNT {{
  {match}
  WHERE {condition}
}}
