// How many rows have each value of something; a part of a statement. Filled in: {match} binds a row, {condition} keeps
// some of them, {value} is what is counted, {unwind} makes several rows of one before, {limit} is the parameter with how
// many values there may be, {least} how many rows a value needs to be told. Returns a list: value, how many rows; the most frequent first.
COLLECT {{
  {match}
  WHERE {condition}
  {unwind}
  WITH {value} AS value, count(*) AS many
  WHERE many >= {least}
  WITH value, many ORDER BY many DESC, value LIMIT {limit}
  RETURN [value, many]
}}
