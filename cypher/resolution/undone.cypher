// Say by which other a change was taken back, or that it is in force again.
// Parameters: $number, $by (the other's number, or null). Returns undoes, the number of the one that it took back, or null.
MATCH (change:Change {number: $number})
SET change.undone_by = $by
RETURN change.undoes AS undoes
