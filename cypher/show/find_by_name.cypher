// Entities by name, in characters or pinyin, best first.
// Parameters: $index, $text (escaped for Lucene), $limit. Returns id, name, labels.
CALL db.index.fulltext.queryNodes($index, $text, {limit: $limit})
YIELD node, score
RETURN node.id AS id, node.name AS name, labels(node) AS labels
ORDER BY score DESC, id
