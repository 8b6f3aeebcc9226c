// Wait until every index is filled, which takes minutes over many millions of nodes. No parameters. Returns nothing.
CALL db.awaitIndexes(7200)
