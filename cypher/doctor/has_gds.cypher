// Whether Graph Data Science is installed. No parameters. Returns there (0 or 1).
SHOW PROCEDURES YIELD name WHERE name = 'gds.graph.project'
RETURN count(*) AS there
