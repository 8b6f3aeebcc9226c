"""Who may see what, in one place that everything passes on its way out.

`policy` says what follows from the rules for a viewer, `recognition` finds in free text what tells of people, `masking`
makes of a value what may be read, and `audit` keeps who read what. Nothing here knows how a request came in.
"""
