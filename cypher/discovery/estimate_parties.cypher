// What a projection of so many parties and ties needs, and the heaviest algorithm on it, as Graph Data Science estimates it.
// Parameters: $nodes, $relationships (counted once each). Returns bytes.
CALL gds.graph.project.estimate('*', {tie: {type: '*', orientation: 'UNDIRECTED', properties: ['weight']}},
  {nodeCount: $nodes, relationshipCount: 2 * $relationships}) YIELD bytesMax AS projection
CALL gds.leiden.stream.estimate({nodeProjection: '*', relationshipProjection: {tie: {type: '*', orientation: 'UNDIRECTED'}},
  nodeCount: $nodes, relationshipCount: 2 * $relationships}, {}) YIELD bytesMax AS algorithm
RETURN projection + algorithm AS bytes
