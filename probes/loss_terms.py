"""The whole loss of a log that prints only its terms: box + cls + dfl, reconstruction + KL."""

from collections.abc import Sequence

import numpy as np

from probes.history import Role, Series
from probes.role_words import words_of

# Players against each other, or heads with optimizers of their own: no terms of one sum.
OPPONENTS = words_of(
    "d g dis gen disc discriminator generator adv adversarial fake real "
    "actor critic policy value q pi entropy"
)


def summed(
    columns: Sequence[Series], terms: Sequence[tuple[str, ...]], role: Role
) -> Series | None:
    """The sum where every term was logged; None where the terms are no parts of one loss.

    `terms` holds, per column, the words of its name that tell it from the others.
    """
    if len(columns) < 2 or any(OPPONENTS & set(words) for words in terms):
        return None
    present = np.logical_and.reduce([column.present for column in columns])
    if not present.any() or any(not np.array_equal(c.present, present) for c in columns):
        return None
    values = np.where(present, np.sum([column.values for column in columns], axis=0), np.nan)
    name = " + ".join(column.name for column in columns)
    return Series(name, values, present, role, "sum_of_its_terms")
