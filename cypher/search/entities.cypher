// Entities by what somebody typed, best first; a fragment that stands for itself.
// Parameters: $search_index, $search_text (made by graph_platform.search), $search_name (folded), $search_candidates,
// $search_after and $search_before (rank, sort and id of the row that the page comes after or before, or null),
// $search_first, and $search_last: how many of the last ones instead, or null.
// Returns for each one {id, name, labels, rank, sort}. The score is a sum of the worths of ways of matching, made there.
CALL db.index.fulltext.queryNodes($search_index, $search_text, {limit: $search_candidates}) YIELD node AS found, score
WITH found, toInteger(round(score)) AS worth
WHERE VISIBLE(found)
WITH found, coalesce(found.name_sort, '') AS sort,
     CASE WHEN worth >= 8 THEN size(coalesce(found.name_key[0], ''))
          // the newest text first
          ELSE duration.inDays(coalesce(found.at, found.published, datetime('1970-01-01')), datetime('2200-01-01')).days
     END AS far,
     CASE WHEN $search_name IN coalesce(found.name_key, []) THEN 0
          WHEN worth >= 32 THEN 1 WHEN worth >= 16 THEN 2 WHEN worth >= 8 THEN 3
          WHEN worth >= 4 THEN 4 WHEN worth >= 2 THEN 5 ELSE 6 END AS way
WITH found, sort, way * 1000000 + CASE WHEN far > 999999 THEN 999999 WHEN far < 0 THEN 0 ELSE far END AS rank
WHERE ($search_after IS NULL
    OR rank > $search_after.rank
    OR rank = $search_after.rank
      AND (sort > $search_after.sort OR sort = $search_after.sort AND found.id > $search_after.id))
  AND ($search_before IS NULL
    OR rank < $search_before.rank
    OR rank = $search_before.rank
      AND (sort < $search_before.sort OR sort = $search_before.sort AND found.id < $search_before.id))
WITH found, rank, sort ORDER BY rank, sort, found.id
WITH collect([found, rank, sort]) AS met
UNWIND CASE WHEN $search_last IS NULL THEN met[..$search_first] ELSE met[-$search_last..] END AS row
WITH row[0] AS found, row[1] AS rank, row[2] AS sort
RETURN {id: found.id, name: found.name, labels: labels(found), rank: rank, sort: sort}
