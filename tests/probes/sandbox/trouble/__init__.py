"""A catalog of probes that go wrong, each in its own way."""
