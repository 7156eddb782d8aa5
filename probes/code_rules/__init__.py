"""What can be told from a script's text. One file a finding; the folder is the list.

find(program) -> pairs of a node and "present", "absent", or the value of a choice or number.

A rule says present only for what is wrong whatever the rest of the code does, absent only for what
it has seen to be right, and nothing otherwise: a false alarm is the worst that it can do.
"""
