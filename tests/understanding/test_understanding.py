import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import knowledge_base
from benchmarks.understanding import accepted, same
from engine import Case, facts, understand
from engine.understanding.amounts import number
from engine.understanding.normalise import normalise
from engine.understanding.number_words import digits
from engine.understanding.outcomes import outcome
from tests.understanding.messages import messages

KB = knowledge_base.load()
NOT_WORKED_ON = ("seventh_", "eighth_")  # these judged, and what they showed was not mended
WORKED_ON = [m for m in messages("tuning") if not m.topic.startswith(NOT_WORKED_ON)]


def said(text, asked=()):
    return {item.finding: item for item in understand(KB, text, None, asked).evidence}


def test_what_is_recorded_of_the_tuning_messages_is_right():
    judged = [
        accepted(KB, message, item)
        for message in WORKED_ON
        for item in understand(KB, message.text, None, message.asked).evidence
    ]
    assert sum(judged) / len(judged) >= 0.97


def test_most_of_what_the_tuning_messages_say_is_recorded():
    found = []
    for message in WORKED_ON:
        evidence = understand(KB, message.text, None, message.asked).evidence
        known = facts(KB, Case().record(*evidence)).known
        for finding, (state, value) in message.demanded.items():
            item = known.get(finding)
            found.append(item is not None and item.state == state and same(value, item.value))
    assert sum(found) / len(found) >= 0.8


@pytest.mark.parametrize("kind", ["out", "near"])
def test_nothing_is_recorded_of_what_is_no_problem(kind):
    wrong = [m.text for m in WORKED_ON if m.kind == kind and said(m.text)]
    assert wrong == []


def test_every_topic_that_is_declined_has_a_sentence():
    topics = {understand(KB, m.text).out_of_scope for m in messages("tuning")} - {None}
    assert topics <= set(KB.words["out_of_scope"])


def test_a_denied_finding_is_absent():
    assert said("loss is not nan")["loss_becomes_nan"].state == "absent"
    assert said("没有过拟合")["validation_loss_far_above_training_loss"].state == "absent"


@pytest.mark.parametrize("text", ["梯度爆炸的问题没有", "overfitting is not the problem"])
def test_a_denial_may_follow(text):
    assert [item.state for item in said(text).values()] == ["absent"]


@pytest.mark.parametrize(
    "text",
    [
        "Is my learning rate too high?",
        "学习率是不是太大了？",
        "Should I use Adam?",
        "would dropout help?",
        "如果加 dropout 0.5 会不会好",
    ],
)
def test_a_question_asserts_nothing(text):
    assert said(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "people say I should lower the lr to 1e-5",
        "有人建议把学习率降到 1e-5",
        "the paper uses SGD with a learning rate of 0.1",
        "I will try a learning rate of 1e-5 next",
    ],
)
def test_what_others_say_or_is_only_planned_is_not_recorded(text):
    assert said(text) == {}


def test_after_others_were_quoted_one_speaks_of_oneself():
    read = said("The paper uses Adam with lr 0.1, and I use lr 0.001")
    assert read["learning_rate"].value == 0.001
    assert "optimizer" not in read


def test_what_was_solved_is_no_longer_so():
    for text in ("the nan was fixed", "nan 的问题已经解决了", "loss was nan, but that is solved"):
        assert said(text).get("loss_becomes_nan", None) is None or (
            said(text)["loss_becomes_nan"].state == "absent"
        )


def test_a_guess_is_offered_not_recorded():
    understood = understand(KB, "maybe the labels are wrong")
    assert "samples_look_mislabelled" not in {item.finding for item in understood.evidence}
    assert "samples_look_mislabelled" in {item.finding for item in understood.unsure}


@pytest.mark.parametrize(
    ("text", "finding", "value"),
    [
        ("loss went 2.31 -> 2.30 -> 2.29", "train_loss", 2.29),
        ("lr 从 0.1 降到 0.01", "learning_rate", 0.01),
        ("学习率万分之五", "learning_rate", 0.0005),
        ("训练集准确率九成九", "train_accuracy", 0.99),
        ("batch size 从 32 加到 512", "batch_size", 512),
        ("3w 张训练图片", "sample_count", 30000),
        ("Adam(1e-2)", "learning_rate", 0.01),
        ("loss falls at first, then stays at 1.2", "train_loss", 1.2),
        ("Epoch 12/100\n1875/1875 - loss: 2.3026 - val_loss: 2.31", "epochs_done", 12),
    ],
)
def test_a_number_is_what_it_is_now(text, finding, value):
    assert said(text)[finding].value == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "I tried learning rates 0.1, 0.01 and 0.001",
        "学习率 0.1、0.01、0.001 都试过",
        "accuracy dropped by 3%",
        "loss: 2.3 -> 15 -> 300 -> inf",
    ],
)
def test_a_number_that_was_tried_or_compares_is_not_a_value(text):
    assert {"learning_rate", "train_accuracy", "train_loss"}.isdisjoint(said(text))


def test_anomaly_detection_names_the_operation():
    read = said("RuntimeError: Function 'SqrtBackward0' returned nan values in its 0th output.")
    assert read["first_non_finite_operation"].value == "square_root"
    assert read["gradients_non_finite"].state == "present"


def test_what_has_given_way_is_not_the_choice():
    assert said("switched from SGD to Adam")["optimizer"].value == "adam"
    assert "optimizer" not in said("I don't use Adam")


def test_digits_stand_for_the_number_words_they_replace():
    for text, digit, words in (
        ("正样本占千分之五", "5e-3", "千分之五"),
        ("accuracy of ninety five percent", "95", "ninety five"),
        ("一百五十个epoch", "150", "一百五十"),
    ):
        written = digits(normalise(text))
        start = written.text.index(digit)
        first, last = written.span(start, start + len(digit))
        assert text[first:last] == words


def test_the_words_of_a_finding_are_a_place_in_the_message():
    text = "大家好！ｌｏｓｓ 變成 nan 了，learning rate=0.1"
    for item in understand(KB, text).evidence:
        assert text[item.words.start : item.words.end] == item.words.text


def test_a_bare_answer_belongs_to_the_question_that_fits_it():
    asked = ("loss_becomes_nan", "learning_rate")
    assert said("0.01", asked)["learning_rate"].value == 0.01
    assert said("是的", asked)["loss_becomes_nan"].state == "present"
    assert said("不知道", asked)["loss_becomes_nan"].state == "unknown"


def test_a_hedged_answer_is_less_sure():
    sure = said("yes", ("loss_becomes_nan",))["loss_becomes_nan"]
    unsure = said("I think so but not sure", ("loss_becomes_nan",))["loss_becomes_nan"]
    assert unsure.state == "present" and unsure.confidence < sure.confidence


@pytest.mark.parametrize(
    ("text", "outcome"),
    [("都试过了，没用", "no_change"), ("that fixed it", "solved"), ("it got worse", "worse")],
)
def test_how_a_fix_went_is_understood(text, outcome):
    assert understand(KB, text).outcome == outcome


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_failing_and_within_its_bounds(text):
    understood = understand(KB, text)
    for item in (*understood.evidence, *understood.unsure):
        assert item.finding in KB.findings
        assert text[item.words.start : item.words.end] == item.words.text
    assert len(understood.unsure) <= 4


@pytest.mark.parametrize(
    "text", ["loss " * 1600, "不" * 8000, "train " * 1300, "1" * 8000, "," * 8000, "nan no " * 1100]
)
def test_hostile_repetition_does_not_hang(text):
    start = time.process_time()
    understand(KB, text)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "text, value",
    [
        ("五乘十的负五次方", 5e-5),
        ("10^-4", 1e-4),
        ("10⁻⁴", 1e-4),
        ("1e负4", 1e-4),
        ("3e minus 4", 3e-4),
        ("ten to the minus three", 1e-3),
        ("一百二十万", 1_200_000),
        ("一万二", 12_000),
        ("百分之十二点五", 0.125),
        ("two hundred and fifty", 250),
        ("one ten-thousandth", 1e-4),
        ("zero point zero one", 0.01),
    ],
)
def test_powers_and_large_numbers_are_read_in_words(text, value):
    written = digits(normalise(text)).text
    assert number(written.rstrip("%"), "%" if "%" in written else "") == pytest.approx(value)


def test_a_loss_is_as_it_is_now_and_not_as_it_began():
    assert said("The loss started at 7.2 and after 30k steps is 6.9")["train_loss"].value == 6.9


def test_a_number_that_stands_first_belongs_to_the_measure_after_it():
    read = said("95% train accuracy but only 70% validation accuracy")
    assert read["train_accuracy"].value == 0.95
    assert read["validation_accuracy"].value == 0.7


def test_the_number_of_one_setting_is_not_that_of_the_next():
    assert said("0.9 momentum")["momentum"].value == 0.9
    assert "momentum" not in said("lr 0.01 momentum sgd")


def test_an_error_in_percent_is_an_accuracy():
    assert said("training error 0.8%")["train_accuracy"].value == 0.992


def test_scores_far_apart_tell_of_a_gap_and_of_no_accuracy():
    assert set(said("val F1 0.3 train F1 0.95")) == {"validation_loss_far_above_training_loss"}
    assert said("val F1 0.90 train F1 0.95") == {}


@pytest.mark.parametrize(
    "text, outcome",
    [
        ("tried that, same thing", "no_change"),
        ("nope still nan", "no_change"),
        ("好多了！", "partly"),
        ("it got worse actually", "worse"),
        ("yes that was it, thank you", "solved"),
    ],
)
def test_how_a_fix_went_is_told_without_being_asked(text, outcome):
    assert understand(KB, text).outcome == outcome


def test_not_used_denies_what_follows():
    assert said("没用数据增强")["augmentation_used"].state == "absent"


def test_a_loss_that_becomes_infinite_is_not_finite_even_without_a_nan():
    assert said("没有nan，但是loss是inf")["loss_becomes_nan"].state == "present"


def test_the_gradients_of_the_last_layers_say_nothing_good_of_the_first():
    assert said("最后几层的梯度正常，前面的几乎是0")["gradients_vanish"].state == "present"


@pytest.mark.parametrize(
    "text, epochs",
    [
        ("epoch 12 of 100", 12),
        ("10 epochs in, loss 0.03", 10),
        ("总共100个epoch，现在跑到第12个", 12),
    ],
)
def test_the_epochs_done_are_not_the_epochs_planned(text, epochs):
    assert said(text)["epochs_done"].value == epochs


@pytest.mark.parametrize(
    "text",
    [
        "my GPU is not detected, torch.cuda.is_available() returns False",
        "怎么保存模型权重",
        "where can I download imagenet",
    ],
)
def test_what_has_nothing_to_do_with_how_training_goes_is_declined(text):
    assert understand(KB, text).out_of_scope is not None


def test_a_question_beside_the_matter_does_not_hide_a_problem():
    assert said("怎么保存模型，另外loss变成nan了")["loss_becomes_nan"].state == "present"


def test_two_numbers_after_two_sets_are_one_for_each():
    read = said("train/val accuracy: 0.95/0.60")
    assert (read["train_accuracy"].value, read["validation_accuracy"].value) == (0.95, 0.6)


@pytest.mark.parametrize(
    "text",
    [
        "train 97 val 70",
        "训练97 验证70",
        "0.97 (train), 0.70 (val) accuracy",
        "train/val acc = 0.97/0.7",
    ],
)
def test_accuracies_of_two_sets_are_read_in_whatever_shape(text):
    read = said(text)
    assert (read["train_accuracy"].value, read["validation_accuracy"].value) == (0.97, 0.7)


@pytest.mark.parametrize(
    ("text", "finding", "value"),
    [
        ("bs4", "batch_size", 4),
        ("16 images per batch", "batch_size", 16),
        ("lr peak 1e-3", "learning_rate", 0.001),
        ("lr 是 paper 里的 2e-4，没动过", "learning_rate", 0.0002),
        ("dropout p=.5", "dropout_rate", 0.5),
        ("50k张图", "sample_count", 50_000),
        ("I only have 180 MRI volumes", "sample_count", 180),
        ("1.1B 参数", "parameter_count", 1.1e9),
        ("acc 0.1 with ten classes", "class_count", 10),
        ("epoch 到 80 了", "epochs_done", 80),
        ("val acc 0.70, 0.71, 0.72, 0.66", "validation_accuracy", 0.66),
    ],
)
def test_settings_and_counts_are_read_in_many_shapes(text, finding, value):
    assert said(text)[finding].value == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "val acc 在 0.5 和 0.8 之间跳",
        "学习率从1e-2试到1e-5都一个德行",
        "lr 每 30 个 epoch 乘以 0.1",
    ],
)
def test_a_range_or_a_sweep_is_no_value(text):
    assert {"validation_accuracy", "learning_rate"}.isdisjoint(said(text))


def test_a_space_between_chinese_clauses_parts_them():
    read = said("没有过拟合 训练损失不下降")
    assert read["validation_loss_far_above_training_loss"].state == "absent"
    assert read["training_loss_not_decreasing"].state == "present"


def test_a_space_after_the_subject_parts_nothing():
    assert said("训练损失 不下降")["training_loss_not_decreasing"].state == "present"


def test_what_a_reply_tells_beside_the_outcome_is_not_hidden():
    understood = understand(KB, "no change, lr is 0.01 and the loss is nan")
    assert understood.outcome == "no_change"
    assert {"learning_rate", "loss_becomes_nan"} <= {item.finding for item in understood.evidence}


def test_what_a_fix_has_cured_is_not_so_now():
    understood = understand(KB, "解决了，原来是忘了归一化，lr 还是 0.01")
    assert understood.outcome == "solved"
    assert {item.finding for item in understood.evidence} == {"learning_rate"}


def test_better_with_a_but_is_partly():
    ways = [("solved", 0.8), ("no_change", 0.5)]
    assert outcome("it moves now, the gap is as it was", ways) == "partly"


def test_a_reply_may_begin_with_a_hesitation():
    assert (
        said("hmm 应该没有 不过没仔细 check", ("inputs_contain_nan",))["inputs_contain_nan"].state
        == "absent"
    )
    assert (
        said("unfortunately yes", ("samples_look_mislabelled",))["samples_look_mislabelled"].state
        == "present"
    )
    assert (
        said("这个真不清楚，没打印过", ("gradient_norm_spikes",))["gradient_norm_spikes"].state
        == "unknown"
    )


def test_a_reply_to_a_question_tells_more_than_its_answer():
    read = said("segmentation, two classes", ("task",))
    assert (read["task"].value, read["class_count"].value) == ("segmentation", 2)


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        (
            "epoch 1 loss 2.3026\nepoch 2 loss 2.3027\nepoch 3 loss 2.3026",
            "training_loss_not_decreasing",
        ),
        ("val_loss 0.35→0.29→0.31→0.44→0.62", "validation_loss_rises"),
        ("loss: 1, 4, 30, 900", "training_loss_diverges"),
        ("iter 1 loss 0.8\niter 2 loss 0.7\niter 3 loss nan", "loss_becomes_nan"),
    ],
)
def test_the_values_of_a_loss_tell_how_it_goes(text, finding):
    assert said(text)[finding].state == "present"


def test_values_that_fall_tell_no_trouble():
    assert set(said("loss 2.3, 1.9, 1.5")) == {"train_loss"}


def test_what_one_was_told_to_do_is_no_quotation_of_what_follows():
    assert said("导师让我复现一篇论文，学习率是0.01")["learning_rate"].value == 0.01
