// A uniqueness constraint on a label. Labels and properties come from the ontology, never from a user.
// Filled in: {name}, {label}, {property}. Returns nothing.
CREATE CONSTRAINT {name} IF NOT EXISTS FOR (node:{label}) REQUIRE node.{property} IS UNIQUE
