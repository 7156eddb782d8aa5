"""The words of a text in order, each with the concept it stands for, numbers masked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine.understanding import nouns
from engine.understanding.learned.spotted import Spotted

CONCEPTS = {
    "train": "train training trained trn tr trains 训练集 训练 训",
    "val": "val valid validation validate dev eval evaluation holdout heldout va vl validating 验证集 验证 开发集 校验集 验 校验",
    "test": "test testing tst te tests 测试集 测试 测",
    "loss": "loss losses mse mae nll bce ce xent ppl perplexity rmse 损失 误差 交叉熵",
    "acc": "acc accuracy accuracies top1 准确率 正确率 精度 accu acc1 准确度 正确",
    "wrong": "error errors err wrong misclassified 错误率 错误",
    "score": "f1 map miou iou auc bleu dice recall precision r2 wer cer rouge psnr ssim ndcg kappa mcc reward fid 召回率 召回 指标",
    "lr": "lr rate lrs stepsize 学习率 学习速率 步长",
    "batch": "batch bs batchsize bsz batches minibatch 批大小 批量 批次 批 一批",
    "decay": "wd decay l2 权重衰减 衰减 正则",
    "drop": "dropout drop 随机失活 丢弃率 丢弃",
    "mom": "momentum mom beta1 动量",
    "eps": "eps epsilon",
    "clip": "clip clipping clipped clipnorm max_norm maxnorm clip_grad_norm 梯度裁剪 裁剪 截断",
    "class": "class classes categories category labels label num_classes 类别 类 分类 种类 种 way",
    "sample": "samples sample dataset data examples rows 样本 数据 数据集 数据量 训练数据 资料",
    "param": "params parameters param parameter weights parametres 参数 参数量",
    "epoch": "epoch epochs ep eps. 轮 轮次 轮数 遍",
    "step": "step steps iter iters iteration iterations updates 步 迭代 步数",
    "time": "hours hour h min minutes mins s sec seconds days day weeks week months month ms 小时 分钟 秒 天 周 月 年 日",
    "device": "gpu gpus gb mb tb g a100 h100 v100 3090 4090 cards vram cuda 显卡 张卡 卡 显存 块",
    "size": "px pixels resolution size dim dims hidden heads head layers layer seq len length tokens vocab kernel stride channels 分辨率 层 维 尺寸 长度 维度 词表",
    "other": "seed seeds fold folds workers patience temperature warmup gamma alpha beta beta2 top5 version python torch 种子 折 版本 预热",
    "former": "before previously earlier was originally used initially first former started began yesterday tried last 之前 以前 原来 原先 一开始 最开始 开始 最初 上次 昨天 试过 试 从",
    "now": "now currently today present still current mine i we my our 现在 目前 当前 如今 还是 我",
    "wish": "want target need expected should would could paper baseline sota if chance random planned plan goal hoping supposed suggested recommended recommend says 想 目标 希望 要求 论文 应该 随机 理论 打算 计划 准备 如果 预期 建议 推荐 别人",
    "best": "best highest peak lowest max min top 最好 最高 最低 最优",
    "change": "to -> => → changed switched lowered raised dropped reduced from 降到 改成 变成 升到 改到 换成 涨到 掉到 调到 到",
    "each": "per each every 每 每个 每类",
    "by": "by than gap difference times factor x 倍 比 差 高 低",
}  # fmt: skip
NOUNS = {"samples": nouns.SAMPLES_EN, "classes": nouns.CLASSES_EN, "others": nouns.OTHERS_EN}
OF_WORD = {word: name for name, words in CONCEPTS.items() for word in words.split()}
OF_NOUN = {
    form: name
    for name, table in NOUNS.items()
    for noun in table.split()
    for form in (noun, noun.removesuffix("s"))
} | {
    noun: name
    for name, table in (
        ("samples", nouns.SAMPLES_ZH), ("samples", nouns.MEASURES_ZH), ("classes", nouns.CLASSES_ZH),
    )
    for noun in table.split()
}  # fmt: skip
KNOWN_ZH = sorted(
    {w for w in (*OF_WORD, *OF_NOUN) if w[0] >= "\u4e00" and len(w) > 1}, key=len, reverse=True
)
TOKEN = re.compile(
    rf"[a-z]+(?:'[a-z]+)?|{'|'.join(map(re.escape, KNOWN_ZH))}|[\u4e00-\u9fff]|->|=>|→|[^\s\w]|\n|\d+"
)
MEASURES, SETS = {"loss", "acc", "wrong", "score"}, {"train", "val", "test"}
NAMES = MEASURES | SETS | {
    "lr", "batch", "decay", "drop", "mom", "eps", "clip", "class", "sample", "param", "epoch", "step", "other",
    "size", "device", "time",
}  # fmt: skip
HEADS = MEASURES | SETS | {
    "epoch", "step", "lr", "batch", "param", "sample", "class", "time", "drop", "decay",
}  # fmt: skip
ENDS = {"\n", ".", "!", "?", ";"}
BREAKS = ENDS | {",", "(", ")"}


@dataclass(frozen=True)
class Word:
    text: str
    concept: str  # "" of none
    noun: str  # which of the tables it stands in
    number: int  # its place among the numbers, or -1


def words(text: str, numbers: Sequence[Spotted]) -> list[Word]:
    found: list[Word] = []
    last = 0
    for place, one in enumerate(numbers):
        found += _between(text, last, one.start)
        found.append(Word("#", "", "", place))
        last = one.end
    return found + _between(text, last, len(text))


def _between(text: str, start: int, end: int) -> list[Word]:
    return [_word(token[0]) for token in TOKEN.finditer(text, start, end)]


def _word(token: str) -> Word:
    return Word(token, OF_WORD.get(token, ""), OF_NOUN.get(token, ""), -1)
