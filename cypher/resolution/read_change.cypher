// One change. Parameters: $number. Returns change, its properties with at in milliseconds since 1970.
MATCH (change:Change {number: $number})
RETURN change {.*, at: change.at.epochMillis} AS change
