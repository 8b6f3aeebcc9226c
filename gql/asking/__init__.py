"""Questions, answered: a typed plan becomes GraphQL operations, which run under the asker's own mask."""
