// What somebody typed meets these entities; a fragment that is counted, at most $search_candidates of them.
// Parameters: $search_index, $search_text (made by graph_platform.search), $search_candidates.
// Returns each one.
CALL db.index.fulltext.queryNodes($search_index, $search_text, {limit: $search_candidates}) YIELD node AS found
WITH found
WHERE VISIBLE(found)
RETURN found
