"""One module for each kind of source: it turns that source's rows into facts, and knows formats, not Neo4j."""
