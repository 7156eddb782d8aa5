"""Where the clinic's data come from: scikit-learn's own sets, and generated ones."""

import numpy as np
from sklearn import datasets

from tests.clinic import clouds, generated, noisy, signals, texts

TILE, STEP = 12, 24  # pixels of a tile after every second one is left out, and before


def _digits():
    found = datasets.load_digits()
    return found.data, found.target, 10


def _digit_images():
    found = datasets.load_digits()
    return found.images[:, None], found.target, 10


def _cancer():
    found = datasets.load_breast_cancer()
    return found.data, found.target, 2


def _wine():
    found = datasets.load_wine()
    return found.data, found.target, 3


def _diabetes():
    found = datasets.load_diabetes()
    return found.data, found.target[:, None], 0


def _iris():
    found = datasets.load_iris()
    return found.data, found.target, 3


def _scenes():
    """Tiles (N, 3, 12, 12) of two photographs, a temple and a flower: of which one?"""
    temple, flower = (datasets.load_sample_image(f"{name}.jpg") for name in ("china", "flower"))
    tiles = [_tiles(picture) for picture in (temple, flower)]
    return np.concatenate(tiles) / 255, np.repeat([0, 1], [len(some) for some in tiles]), 2


def _tiles(picture: np.ndarray) -> np.ndarray:
    high, wide = (side // STEP for side in picture.shape[:2])
    kept = picture[: high * STEP : STEP // TILE, : wide * STEP : STEP // TILE]
    parts = kept.reshape(high, TILE, wide, TILE, 3).transpose(0, 2, 4, 1, 3)
    return parts.reshape(-1, 3, TILE, TILE)


SOURCES = {
    "digits": _digits,
    "digit_images": _digit_images,
    "cancer": _cancer,
    "wine": _wine,
    "diabetes": _diabetes,
    "friedman": generated.friedman,
    "spirals": generated.spirals,
    "waves": generated.waves,
    "tokens": generated.tokens,
    "shapes": generated.shapes,
    "skewed": generated.skewed,
    "overlapping": generated.overlapping,
    "hazy": noisy.hazy,
    "murky": noisy.murky,
    "babble": noisy.babble,
    "iris": _iris,
    "clusters": generated.clusters,
    "rare": generated.rare,
    "ripples": generated.ripples,
    "textures": generated.textures,
    "echoes": generated.echoes,
    "brackets": generated.brackets,
    "sentences": generated.sentences,
    "scenes": _scenes,
    "moons": clouds.moons,
    "shells": clouds.shells,
    "uneven": clouds.uneven,
    "roll": clouds.roll,
    "impedance": clouds.impedance,
    "segments": signals.segments,
    "chirps": signals.chirps,
    "leaders": signals.leaders,
    "chains": signals.chains,
    "prose": texts.prose,
}
TOKENS = ("tokens", "babble", "brackets", "sentences", "chains", "prose")  # their inputs are ids
