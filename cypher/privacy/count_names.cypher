// How many people and organizations there are, from Neo4j's count store. Parameters: none. Returns many.
RETURN COUNT { (:Person) } + COUNT { (:Organization) } AS many
