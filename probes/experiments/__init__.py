"""Experiments: probes that take optimizer steps on a copy of the model; one file each."""
