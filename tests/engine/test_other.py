"""OTHER stands for unwritten causes; it must not explain what names one that is known."""

from engine import Case, Evidence, next_step, posterior
from knowledge_base import load

KB = load()


def test_what_names_a_known_cause_is_not_left_to_unknown_ones():
    found = posterior(KB, Case().record(
        Evidence("loss_becomes_nan"), Evidence("inputs_contain_nan"), Evidence("labels_contain_nan")
    ))  # fmt: skip
    assert found.ranked[0].cause == "nan_or_inf_in_data"
    assert found.other_probability < 0.1 < found.ranked[0].probability


def test_an_order_of_examination_ends_with_what_it_finds():
    nan = Case().record(Evidence("loss_becomes_nan"))
    first = next_step(KB, nan).questions
    assert {question.finding for question in first} == {"inputs_contain_nan", "labels_contain_nan"}
    found = nan.record(Evidence("inputs_contain_nan"), Evidence("labels_contain_nan", "absent"))
    after = next_step(KB, found)
    assert not {"division_in_model", "square_root_in_model"} & {q.finding for q in after.questions}
