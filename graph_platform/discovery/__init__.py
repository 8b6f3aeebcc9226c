"""Discovery over the graph: what an analysis is, which there are, and one run of them."""
