// Wait until every index is filled. No parameters. Returns nothing.
CALL db.awaitIndexes(300)
