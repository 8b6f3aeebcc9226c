// Say that a change was taken back by another. Parameters: $number, $by (the other's number). Returns nothing.
MATCH (change:Change {number: $number})
SET change.undone_by = $by
