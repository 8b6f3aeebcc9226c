"""Signals across domains: declared as data, a pattern over the ontology against its own past."""
