"""Who is who: records that are about the same person or organization, found, explained and taken apart again.

Splink does blocking, comparison, estimation and scoring (Fellegi and Sunter, 1969). What is added here: how names in
Chinese and English become comparable, guards that stand above any probability, what the graph around two records
says, and clusters that no chain of weak links can join.
"""
