"""Plain text logs: from a terminal's bytes to rows of named numbers.

cleaning -> lines as a person would see them; pairs -> the numbers of a line with their names, which
slots, naming and sharing find once for each print statement; headings -> lines that name a set;
tables -> printed tables; rows -> everything together, with the epoch and step it belongs to.
"""
