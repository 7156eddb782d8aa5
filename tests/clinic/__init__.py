"""The clinic: real small models, trained with one named fault or with none.

    from tests.clinic import healthy, sick, train, export

    folder = train(sick("learning_rate_too_high"))     history.*, checkpoint.pt, batch.npz, ...
    folder = train(healthy("high_dropout"))
    model = export(sick("double_softmax"))             folder/model.pt2 with the loss inside

`sick(cause, base)` puts the fault faults/<cause>.py into a healthy recipe; `bases(cause)` lists the
recipes that it makes ill. The same patient is trained once and kept, by the hash of its recipe.
"""

from tests.clinic.patients import HEALTHY, Patient, accepts, bases, causes, healthy, sick
from tests.clinic.ward import export, train

__all__ = [
    "HEALTHY",
    "Patient",
    "accepts",
    "bases",
    "causes",
    "export",
    "healthy",
    "sick",
    "train",
]
