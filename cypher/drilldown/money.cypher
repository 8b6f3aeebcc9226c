// Sums of money over all rows, a currency each; a part of a statement. Filled in: {match} binds a row, {condition} keeps
// some of them, {column} is a property of type money.
// Returns a list: currency, how many rows, least, most, mean, sum; by currency.
COLLECT {{
  {match}
  WHERE {condition}
  WITH {column}_currency AS currency, {column} AS amount WHERE amount IS NOT NULL
  WITH currency, count(*) AS many, min(amount) AS least, max(amount) AS most, avg(amount) AS mean, sum(amount) AS total
  ORDER BY currency
  RETURN [currency, many, least, most, mean, total]
}}
