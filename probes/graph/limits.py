"""How much a `.pt2` file may ask for; above this it is refused before anything is built."""

MOST_JSON_BYTES = 64 << 20
MOST_NODES = 100_000
MOST_REGION_DEPTH = 8
MOST_NAME_CHARACTERS = 500
MOST_DIMENSIONS = 64  # torch's own limit
# 2 GiB holds any activation of a batch that a probe is meant for, and fits the child's 4 GiB.
MOST_VALUE_BYTES = 2 << 30
# Symbolic integers are sizes: nothing real is above this, and no arithmetic on them may grow.
LARGEST_INTEGER = 1 << 62
