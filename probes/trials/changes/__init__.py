"""Fixes that can be tried automatically: a file bears the id of the fix in the knowledge base.

`change(trial) -> Trial`, or None where there is nothing to change.
"""
