"""The graph as typed tools: what an agent may call, each of them one operation of the GraphQL API."""
