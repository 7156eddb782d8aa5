"""Where the clinic's data come from: scikit-learn's own sets, and generated ones."""

from sklearn import datasets

from tests.clinic import generated


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
    "iris": _iris,
    "clusters": generated.clusters,
    "rare": generated.rare,
    "ripples": generated.ripples,
    "textures": generated.textures,
    "echoes": generated.echoes,
    "brackets": generated.brackets,
    "sentences": generated.sentences,
}
TOKENS = ("tokens", "brackets", "sentences")  # their inputs are ids
