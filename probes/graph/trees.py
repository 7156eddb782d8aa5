"""Names of nested inputs and outputs, from the tree that torch.export records as JSON."""

import json
from collections.abc import Iterator

from probes.graph.places import printable

TREE_VERSION = 1
MOST_DEPTH = 32
Path = tuple[str, ...]


def input_paths(module: dict, names: list[str]) -> list[Path]:
    """One path for each of the caller's inputs, such as ("batch", "input_ids"), else its name."""
    plain = [(name,) for name in names]
    call = _root_call(module)
    try:
        positional, keywords = _tree(call["in_spec"])["children_spec"]
        arguments = call.get("forward_arg_names") or []
        names_and_trees = zip(
            _names(arguments, positional, keywords), _children(positional, keywords), strict=True
        )
        paths = [path for name, tree in names_and_trees for path in _leaves(tree, (name,))]
    except (KeyError, TypeError, ValueError):
        return plain
    return paths if len(paths) == len(names) else plain


def output_paths(module: dict, count: int) -> list[Path]:
    """One path for each result, such as ("logits",); () for a single one."""
    try:
        paths = list(_leaves(_tree(_root_call(module)["out_spec"]), ()))
    except (KeyError, TypeError, ValueError):
        paths = []
    return paths if len(paths) == count else [(str(place),) for place in range(count)]


def _root_call(module: dict) -> dict:
    calls = module.get("module_call_graph") or []
    return next((c["signature"] for c in calls if c["fqn"] == "" and c["signature"]), {})


def _tree(text: str) -> dict:
    version, tree = json.loads(text)
    if version != TREE_VERSION:
        raise ValueError("unknown tree")
    return tree


def _children(positional: dict, keywords: dict) -> list[dict]:
    return [*positional["children_spec"], *keywords["children_spec"]]


def _names(arguments: list[str], positional: dict, keywords: dict) -> list[str]:
    count = len(positional["children_spec"])
    given = [*arguments[:count], *(str(place) for place in range(len(arguments), count))]
    return [*given, *_keys(keywords)]


def _leaves(tree: dict, path: Path) -> Iterator[Path]:
    if tree["type"] is None or len(path) > MOST_DEPTH:
        yield tuple(printable(str(part)) for part in path)
        return
    for key, child in zip(_keys(tree), tree["children_spec"], strict=True):
        yield from _leaves(child, (*path, key))


def _keys(tree: dict) -> list[str]:
    """A dict's keys are its recorded context; anything else counts its children."""
    children = tree["children_spec"]
    try:
        keys = json.loads(tree["context"] or "null")
    except ValueError:
        keys = None
    if isinstance(keys, list) and len(keys) == len(children):
        return [str(key) for key in keys]
    return [str(place) for place in range(len(children))]
