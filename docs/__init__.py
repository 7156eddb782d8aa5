"""The reference of probes and causes, written from what they say of themselves."""
