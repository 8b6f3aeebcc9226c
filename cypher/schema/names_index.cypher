// The full-text index over names, in characters and in pinyin. Filled in: {name}, {labels}. Returns nothing.
CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR (node:{labels}) ON EACH [node.name_key, node.name_pinyin]
OPTIONS {{indexConfig: {{`fulltext.analyzer`: 'cjk', `fulltext.eventually_consistent`: true}}}}
