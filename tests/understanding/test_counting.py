import pytest

import knowledge_base
from engine import understand

KB = knowledge_base.load()


def said(text):
    return {item.finding: item.value for item in understand(KB, text).evidence}


@pytest.mark.parametrize(
    ("text", "finding", "value"),
    [
        ("We have 12,400 labelled chest x-ray images", "sample_count", 12400),
        ("the training set has 18k receipts", "sample_count", 18000),
        ("3 lakh samples", "sample_count", 300000),
        ("640段录音，8种鸟叫", "sample_count", 640),
        ("dataset 里有 900 个 mesh", "sample_count", 900),
        ("43 traffic signs, about 900 images of each", "class_count", 43),
        ("telling 14 mushroom varieties apart", "class_count", 14),
        ("14种蘑菇", "class_count", 14),
        ("把石头分成六种", "class_count", 6),
    ],
)
def test_what_is_counted_is_known_by_its_noun_or_by_what_stands_around(text, finding, value):
    assert said(text)[finding] == value


@pytest.mark.parametrize(
    "text",
    [
        "I tried 4 different architectures and 3 learning rates",
        "35 sensors, 12 features, 9k timesteps",
        "用了三种优化器，五种学习率",
        "试了4个模型，3张卡",
        "看了三篇论文",
    ],
)
def test_other_counts_are_neither_samples_nor_classes(text):
    assert {"sample_count", "class_count"}.isdisjoint(said(text))


@pytest.mark.parametrize(
    ("text", "finding", "value"),
    [
        ("the training set is all correct, test 4%", "train_accuracy", 1),
        ("训练集全对，测试百分之四", "train_accuracy", 1),
        ("none of the test images are right", "test_accuracy", 0),
        ("half of the validation samples are right", "validation_accuracy", 0.5),
        ("验证集只对一半", "validation_accuracy", 0.5),
        ("训练集十个能对九个", "train_accuracy", 0.9),
    ],
)
def test_how_much_is_right_may_be_told_in_words(text, finding, value):
    assert said(text)[finding] == value


@pytest.mark.parametrize(
    "text", ["all labels are correct, I checked every training image", "训练集没有全对"]
)
def test_what_is_not_quite_so_is_no_share(text):
    assert "train_accuracy" not in said(text)


@pytest.mark.parametrize("text", ["lr was 0.1 before I changed it", "之前用的lr是0.1，后来改了"])
def test_a_former_value_told_alone_is_not_recorded(text):
    assert "learning_rate" not in said(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("bs 4 x 8 accum", 32),
        ("每卡16，8卡", 128),
        ("bs=2x128", 256),
        ("batch 8乘4张卡", 32),
    ],
)
def test_a_batch_may_be_told_as_a_product(text, value):
    assert said(text)["batch_size"] == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2 万 4 千段语音", 24000),
        ("三百零八名患者", 308),
        ("two thousand nine hundred seventy-five images", 2975),
    ],
)
def test_a_number_may_be_put_together_of_several_parts(text, value):
    assert said(text)["sample_count"] == value
