"""Pickles read as data: an own machine that builds inert values and can call nothing.

machine.py        the stack machine, with limits     opcodes.py   what each opcode does
values.py         the inert values that it builds    rebuilders/  functions it knows the meaning of
"""
