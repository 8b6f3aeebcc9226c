// The full-text index that search asks: keys made at load, each a word for itself, so that one that is typed wrong is
// near the one that is right. Filled in: {name}. Returns nothing.
CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (node:Entity)
ON EACH [node.name_find, node.name_grams, node.text_grams, node.search_in]
OPTIONS {{indexConfig: {{`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: true}}}}
