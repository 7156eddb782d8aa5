"""Full names of what a script calls: `F.softmax` is torch.nn.functional.softmax."""

import ast

# Snippets are pasted without their imports; these aliases are what everybody writes.
USUAL = {
    "nn": "torch.nn",
    "F": "torch.nn.functional",
    "optim": "torch.optim",
    "tf": "tensorflow",
    "np": "numpy",
    "pl": "lightning",
    "L": "lightning",
    "transforms": "torchvision.transforms",
    "T": "torchvision.transforms",
    "v2": "torchvision.transforms",
    "layers": "keras.layers",
    "lr_scheduler": "torch.optim.lr_scheduler",
}
# One name for the several paths under which libraries hand out the same thing.
_SAME = (
    ("torchvision.transforms.v2", "torchvision.transforms"),
    ("tensorflow.keras", "keras"),
    ("tensorflow.python.keras", "keras"),
    ("torch.functional", "torch"),
    ("pytorch_lightning", "lightning"),
    ("lightning.pytorch", "lightning"),
    ("torch.nn.modules.loss", "torch.nn"),
)
# Taken as theirs when a bare name is used without any import of it.
_BARE = {
    **dict.fromkeys(("DataLoader", "random_split"), "torch.utils.data"),
    **dict.fromkeys(("Sequential", "Model"), "keras"),
    **dict.fromkeys(("Dense", "Dropout", "BatchNormalization", "Softmax"), "keras.layers"),
    **dict.fromkeys(
        ("StandardScaler", "MinMaxScaler", "RobustScaler", "MaxAbsScaler"), "sklearn.preprocessing"
    ),
    "train_test_split": "sklearn.model_selection",
}


def imports_of(tree: ast.AST) -> dict[str, str]:
    """Alias -> full name."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.split(".")[0]
                found[name] = same(alias.name if alias.asname else name)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                found[alias.asname or alias.name] = same(f"{node.module}.{alias.name}")
    return found


def dotted(node: ast.AST | None) -> str:
    """`self.net.fc` as text; "" for anything but names and attributes."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(parts)])


def full_name(node: ast.AST | None, imports: dict[str, str]) -> str:
    name = dotted(node)
    head, _, rest = name.partition(".")
    if head in imports:
        whole = imports[head]
    elif not rest and head in _BARE:
        return f"{_BARE[head]}.{head}"
    else:
        whole = USUAL.get(head, head)
    return same(f"{whole}.{rest}" if rest else whole)


def same(name: str) -> str:
    for variant, usual in _SAME:
        if name == variant or name.startswith(variant + "."):
            return same(usual + name[len(variant) :])
    return name


def last(name: str) -> str:
    return name.rsplit(".", 1)[-1]
