"""What an analysis found and no source says: claimed, with its evidence, and kept from run to run.

A finding is no relationship of the ontology. It names the entities that it is about, and the steps and events that it
rests on; what records say those is looked up when it is kept, and again when it is shown.
"""
