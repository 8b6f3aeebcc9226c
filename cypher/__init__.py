"""Every Cypher statement of the project, a file each; `graph_platform.statements` gives one by name."""
