"""Makes the files of the worked example: a real run of the clinic with far too high a rate."""

import shutil
from pathlib import Path

import numpy as np

import app
from tests.clinic import patients, ward

CAUSE, BASE = "learning_rate_too_high", "digits"
FOLDER = Path(app.__file__).parent / "worked_example"


def main() -> None:
    patient = patients.sick(CAUSE, BASE)
    made = ward.train(patient)
    FOLDER.mkdir(exist_ok=True)
    shutil.copy(ward.history_file(made), FOLDER / "log.csv")
    shutil.copy(made / "checkpoint.pt", FOLDER / "checkpoint.pt")
    shutil.copy(ward.export(patient), FOLDER / "model.pt2")
    for name in ("batch", "validation_batch"):
        with np.load(made / f"{name}.npz") as arrays:
            np.savez_compressed(FOLDER / f"{name}.npz", **arrays)
    print("| file | bytes |\n|---|---:|")
    for path in sorted(FOLDER.iterdir()):
        print(f"| {path.name} | {path.stat().st_size} |")


if __name__ == "__main__":
    main()
