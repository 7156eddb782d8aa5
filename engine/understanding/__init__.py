"""Readers of what people write, behind engine/understand.py."""
