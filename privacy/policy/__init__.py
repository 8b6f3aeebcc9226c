"""Who may see what: policies, what follows from one for a viewer, and which one is in force.

A policy is a file of rules over the ontology's classes, domains, labels and fields. Their order means nothing: what no
rule permits is masked, and what a rule forbids is masked whatever others permit.
"""
