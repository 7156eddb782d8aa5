"""One thought at a time in a process.

Python computes in one thread at a time anyway. Two that compute beside each other both end when the
later one would have, and whoever only waits for the database waits for each of them at every step.
Nobody asks a database or a store while he thinks.
"""

from threading import RLock

thinking = RLock()
