"""Probes of which one takes its time, for what must happen meanwhile."""
