"""The way out of the graph, for people and agents alike: a GraphQL schema derived from the ontology.

Nothing is here yet. What comes: the schema, the translation of one operation into as few Cypher statements as it
takes, and the server. Until then, `graph-platform show` and `graph-platform db shell` are the operator's way to look.
"""
