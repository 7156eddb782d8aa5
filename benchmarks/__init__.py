"""What we claim, measured; each module prints a table."""
