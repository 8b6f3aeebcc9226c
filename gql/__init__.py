"""The way out of the graph, for people and agents alike: a GraphQL schema derived from the ontology.

schema      types, connections, filters: what can be asked
planning    one operation becomes one read statement, and its answer becomes the operation's
execution   limits, the database, the mask, errors
server      HTTP, and who is asking
"""
