"""Agents: programs that ask the graph under a name of their own, inside a boundary that a person declared for them."""
