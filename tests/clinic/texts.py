"""Real text as ids of its characters: is it the prose of Python's library or its code?

Another release of Python has other texts.
"""

import ast
from importlib.util import find_spec
from pathlib import Path

import numpy as np

LENGTH = 32
OF_EACH = 1600
MODULES = ("argparse", "calendar", "configparser", "csv", "difflib", "doctest", "fractions",
           "heapq", "http.client", "logging", "optparse", "plistlib", "pprint", "random",
           "shutil", "statistics", "textwrap", "traceback", "urllib.request")  # fmt: skip
KNOWN = "abcdefghijklmnopqrstuvwxyz _.,"  # all other characters are read as one more id
WITH_DOCSTRING = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def prose():
    rng = np.random.default_rng(8)
    parts = [_parts(name) for name in MODULES]
    kinds = [" ".join(some) for some in zip(*parts, strict=True)]
    x = np.concatenate([_windows(text, rng) for text in kinds])
    return x, np.repeat([0, 1], OF_EACH), 2


def _parts(module: str) -> tuple[str, str]:
    """A module's docstrings, and its code without them and without comments."""
    found = find_spec(module)
    tree = ast.parse(Path(found.origin).read_text("utf-8"))
    told = []
    for node in ast.walk(tree):
        if isinstance(node, WITH_DOCSTRING) and (docstring := ast.get_docstring(node)):
            told.append(docstring)
            node.body = node.body[1:] or [ast.Pass()]
    return " ".join(told), ast.unparse(tree)


def _windows(text: str, rng: np.random.Generator) -> np.ndarray:
    """Some of the text's pieces, none of them twice."""
    read = np.array([KNOWN.find(letter) + 1 for letter in " ".join(text.lower().split())])
    pieces = read[: len(read) // LENGTH * LENGTH].reshape(-1, LENGTH)
    return rng.permutation(pieces)[:OF_EACH]
