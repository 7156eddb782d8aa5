"""Faults of faults/ made in another way: the clinic's runs drawn at random have both."""
