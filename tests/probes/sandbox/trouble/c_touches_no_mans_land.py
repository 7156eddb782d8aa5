import ctypes


def measure():
    ctypes.string_at(0)
