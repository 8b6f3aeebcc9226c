// Keep the communities of a run. Parameters: $run, $rows of {id, size, name, before (size, or null), joined, left, since
// (datetime), leaders (ids)}. Returns nothing.
UNWIND $rows AS row
CREATE (:Community {key: $run + row.id, run: $run, id: row.id, size: row.size, name: row.name, before: row.before,
                    joined: row.joined, left: row.left, since: row.since, leaders: row.leaders})
