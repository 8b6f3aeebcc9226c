// The full-text index over scopes: the only kind that finds the elements of a list. Filled in: {name}. Returns nothing.
CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (node:Entity) ON EACH [node.scopes]
OPTIONS {{indexConfig: {{`fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: true}}}}
