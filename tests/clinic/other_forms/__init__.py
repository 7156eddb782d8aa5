"""Faults of the same names as those of faults/, made in another way: the clinic's varied half has both."""
