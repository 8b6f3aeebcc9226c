// A uniqueness constraint on a relationship type. Filled in: {name}, {type}, {property}. Returns nothing.
CREATE CONSTRAINT {name} IF NOT EXISTS FOR ()-[relationship:{type}]-() REQUIRE relationship.{property} IS UNIQUE
