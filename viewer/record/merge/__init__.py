"""One fact told by several sources becomes one row: which facts are the same, why, and how that is undone.

``rules`` and ``supplied`` say what is looked at, ``faces`` compares, ``grouping`` parts the facts of a place in time
into groups, ``joins`` keeps them while a record grows. A false merge is worse than a missed one: whatever a source
leaves out counts as equal only where the rule says so field by field, and never when it could be either of two.
"""
