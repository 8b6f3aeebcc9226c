"""Sources that are not files: what is new in them since the last time, fetched into files that are then loaded.

A connection is declared in YAML (`model`). Each kind has one module with one function:

    fetch(declared, position, folder) -> Fetched

It writes what is new since `position` into `folder` (files that lie in a folder already stay there) and says where the
next time has to begin. Nothing of Neo4j is known here: the command `sync` keeps the position and loads the files.
"""
