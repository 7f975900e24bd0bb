"""The routine: what helps, kept up day by day, and an alarm when it slips.

Everything here is a pure function over frozen records: a plan, what was done of it, a diary and the
clock that is handed in. Only the modules whose names begin with `drift` know numpy.
"""
