"""Who may see what, in one place that everything passes on its way out.

`classes` says which classes of the ontology are masked, `masking` does it. Policies, recognizers and the audit trail
are not here yet: masking goes by classes alone, and is the same for everybody. The command line does not pass here.
"""
