"""The one door into the graph: rows become records and claims, and from these the entities are computed."""
