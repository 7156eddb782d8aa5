"""A graphics card is known by its own number, and a missing one is told in a sentence."""

import shutil
import subprocess

import pytest

from probes import card


def test_a_card_that_is_not_there_is_told_in_one_line():
    with pytest.raises(card.NoSuchCard, match="^cuda:99 cannot be used: .+$"):
        card.identity("cuda:99")


@pytest.mark.gpu
@pytest.mark.skipif(not shutil.which("nvidia-smi"), reason="needs a CUDA device and its driver")
def test_a_card_has_the_number_that_its_driver_tells():
    listed = subprocess.run(["nvidia-smi", "-L"], capture_output=True, text=True, check=True)
    assert card.identity("cuda:0") in listed.stdout
