"""Plain text logs: from a terminal's bytes to rows of named numbers.

cleaning -> lines as a person would see them; pairs -> the numbers of a line with their names;
tables -> printed tables; rows -> everything together, with the epoch and step it belongs to.
"""
