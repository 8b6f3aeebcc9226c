"""The core: ontology, managed Neo4j, loading, and the command line. Begin with `graph_platform.cli`."""
