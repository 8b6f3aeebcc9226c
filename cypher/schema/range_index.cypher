// A range index on a property of a label. Filled in: {name}, {label}, {property}. Returns nothing.
CREATE RANGE INDEX {name} IF NOT EXISTS FOR (node:{label}) ON (node.{property})
