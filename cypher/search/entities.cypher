// Entities by what somebody typed, best first; a fragment that stands for itself.
// Parameters: $search_index, $search_text (made by graph_platform.search), $search_name (folded), $search_candidates,
// $search_after (rank, sort and id of the last one before this page, or null), $search_first.
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
WHERE $search_after IS NULL
   OR rank > $search_after.rank
   OR rank = $search_after.rank AND (sort > $search_after.sort OR sort = $search_after.sort AND found.id > $search_after.id)
WITH found, rank, sort ORDER BY rank, sort, found.id LIMIT $search_first
RETURN {id: found.id, name: found.name, labels: labels(found), rank: rank, sort: sort}
