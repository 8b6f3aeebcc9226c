"""Who may see what: policy, recognizers, masking and the audit trail, in one place that everything passes.

Nothing is here yet, so nothing is masked: whoever can run the command line or reach the database sees every value.
What masking will go by is declared already: classes and domains of properties in the ontology, scopes on records.
"""
