"""What people add to the graph: notes, tasks, follow-ups, and corrections of what a source said.

Each is a row of a data set of its own, stored by the one loader: it stands beside what the sources say and overwrites
none of it. Whom it is about is told by a record of that data set which is one with theirs because a person said so, so
it follows when entities are merged, parted and loaded again.
"""
