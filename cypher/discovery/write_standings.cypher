// Keep what a run computed of parties. Parameters: $run, $rows of {id, influence, rank, community}. Returns nothing.
UNWIND $rows AS row
CREATE (:Standing {key: $run + row.id, run: $run, entity: row.id, influence: row.influence, rank: row.rank,
                   community: row.community})
