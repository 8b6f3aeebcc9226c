// How many rows there are. A part of a statement: {match} binds a row, {condition} keeps some of them.
COUNT {{
  {match}
  WHERE {condition}
}}
