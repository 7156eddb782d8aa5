"""Probes that take their time, for what must happen meanwhile."""
