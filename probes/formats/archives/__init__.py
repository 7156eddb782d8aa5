"""Bytes of untrusted files: mapped read-only, and zip archives read by our own directory reader."""
