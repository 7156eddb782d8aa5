"""From the tree that a file holds to a Checkpoint: where the weights are and what they are called.

parts.py      walks the tree           choose.py      which set of weights is the model
names.py      prefixes and buffers     modules.py     whole pickled modules
optimizer.py  state and kind           matching.py    state to parameter names
facts.py      epoch, step, best ...    plain_values.py, compose.py   everything together
"""
