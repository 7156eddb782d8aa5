"""Runs of a person's model on their batch, looked at from inside: the stuff of model probes."""
