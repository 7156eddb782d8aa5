"""One probe a file. `x.py` decides the finding `x` of the knowledge base.

A probe is two pure functions and no class:

    measure(artifact, ...) -> a frozen dataclass of plain numbers    arrays and tensors in
    judge(measured)        -> Verdict                                numbers only
"""
