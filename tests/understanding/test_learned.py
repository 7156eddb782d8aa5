from functools import cache

import numpy as np
import pytest

import knowledge_base
from engine.understanding.learned import chain, reader
from engine.understanding.learned.reader import LABELS
from engine.understanding.learned.spotted import spotted
from engine.understanding.learned.told import read_marks, told
from engine.understanding.plain import plain

KB = knowledge_base.load()


@cache
def learned():
    return reader.train(list(told(KB)))


def roles(text, model=None):
    """The likeliest role of each number of a text, by its digits."""
    read = plain(text).text
    numbers = list(spotted(read))
    rows = (model or learned()).probabilities(read, numbers)
    return [(one.digits, LABELS[row.argmax()]) for one, row in zip(numbers, rows, strict=True)]


def test_marks_are_taken_off_and_their_numbers_known():
    one = read_marks("lr [learning_rate 1e-3], 第[epochs_done 十二]轮, torch 2.1")
    assert "[" not in one.text
    assert list(zip([n.worth for n in one.numbers], one.roles, strict=True)) == [
        (1e-3, "learning_rate"),
        (12, "epochs_done"),
        (2.1, ""),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "for training we get 93.1 accuracy whereas validation accuracy sits at 70.4",
            [("93.1", "train_accuracy"), ("70.4", "validation_accuracy")],
        ),
        (
            "学习率取的3e-4,每批64张,torch 2.1",
            [("3e-4", "learning_rate"), ("64", "batch_size"), ("2.1", "")],
        ),
        (
            "we used lr 0.1 last year, now lr is 0.003",
            [("0.1", ""), ("0.003", "learning_rate")],
        ),
    ],
)
def test_numbers_have_the_roles_their_surroundings_tell(text, expected):
    assert roles(text) == expected


def test_no_number_has_a_role_that_its_value_forbids():
    read = "dropout 300"
    numbers = list(spotted(read))
    row = learned().probabilities(read, numbers)[0]
    assert row[LABELS.index("dropout_rate")] < 1e-6


def test_one_text_alone_is_weighed_as_among_others():
    random = np.random.default_rng(0)
    emissions, steps = random.normal(size=(4, 3)), random.normal(size=(2, 3, 3))
    joints = [0, 1, 0, 1]
    together = chain.expected(chain.Texts.of([joints]), emissions, steps)[1]
    assert np.allclose(chain.marginals(emissions, joints, steps), together)


def test_the_slopes_are_those_of_the_sum():
    random = np.random.default_rng(1)
    emissions, steps = random.normal(size=(5, 3)), random.normal(size=(2, 3, 3))
    texts = chain.Texts.of([[0, 1], [0, 0, 1]])
    _, by_emissions, by_steps = chain.expected(texts, emissions, steps)
    for array, slopes in ((emissions, by_emissions), (steps, by_steps)):
        for place in np.ndindex(array.shape):
            moved = [array.copy(), array.copy()]
            moved[0][place] += 1e-5
            moved[1][place] -= 1e-5
            pairs = [(one, steps) if array is emissions else (emissions, one) for one in moved]
            sums = [chain.expected(texts, *pair)[0] for pair in pairs]
            assert (sums[0] - sums[1]) / 2e-5 == pytest.approx(slopes[place], abs=1e-5)


def test_training_twice_gives_the_same():
    some = list(told(KB))[:150]
    one, other = reader.train(some), reader.train(some)
    assert one.rows == other.rows
    assert np.array_equal(one.weights, other.weights)


def test_what_was_kept_reads_like_what_was_trained(tmp_path):
    kept = tmp_path / "numbers.npz"
    made = reader._keep(kept, reader.train(list(told(KB))[:150]))
    loaded = reader._kept(kept)
    assert loaded.rows == made.rows
    assert np.array_equal(loaded.weights, made.weights)
    assert np.array_equal(loaded.steps, made.steps)
