"""How many rows of a matrix have a twin, in time that grows with its size only."""

import numpy as np

SAME = 1e-4  # of a row's norm
_SEED = 7


def twin_share(rows: np.ndarray) -> float:
    """Rows that are zero or not finite have no twins."""
    norms = np.sqrt(np.einsum("ij,ij->i", rows, rows, dtype=np.float64))
    alive = np.flatnonzero((norms > 0) & np.isfinite(norms))
    if alive.size < 2:
        return 0.0
    directions = np.random.default_rng(_SEED).standard_normal((rows.shape[1], 2))
    line, check = (rows[alive] @ directions.astype(rows.dtype)).T
    order = np.argsort(line, kind="stable")
    kept = alive[order]
    # Twins lie side by side on any line; a second line and then the rows themselves decide.
    near = np.abs(np.diff(check[order])) <= 10 * SAME * norms[kept[1:]]
    first, second = kept[:-1][near], kept[1:][near]
    twins = np.zeros(len(rows), bool)
    for one, other in zip(first, second, strict=True):
        if np.linalg.norm(rows[one] - rows[other]) <= SAME * norms[other]:
            twins[[one, other]] = True
    return float(twins.sum() / len(rows))
