"""How many samples one update sees: of a batch on each device, times the devices and accumulated steps."""

import re

from engine.understanding.amounts import CHINESE, ENGLISH

COUNT = rf"(?P<k>\d{{1,4}}|[{''.join(CHINESE)}]|{'|'.join(ENGLISH)})"
ACCUMULATED = (
    rf"(?:accum\w*|累[积计加])(?:[ _-]*(?:steps?|grad\w*|over|of|for|to|every|is|batches|步数|梯度|了|=|:|为|是|设))*[ _]*{COUNT}(?! ?(?:gpu|卡|%|\.\d))",
    rf"(?:[x×*] ?|with |and |, ?|\+ ?){COUNT} ?(?:steps? (?:of )?|x )?(?:gradient[ -]|grad[ -])?accum\w*",
)
DEVICES = rf"{COUNT} ?(?:张 ?|块 ?|个 ?|x |× ?)?(?:gpus?|卡|显卡|a100s?|h100s?|v100s?|[34]0[6789]0s?|tpus?|devices)(?![a-z])"
# "batch 8 x 4 GPUs": multiplied as it stands.
TIMES_DEVICES = rf"\d ?(?:[x×*]|乘以?|times) ?{DEVICES}"
# The batch of which the count is told: of one device.
EACH_DEVICE = re.compile(
    r"(?:per[ _-](?:gpu|device|card)|单卡|每张?卡|每块卡|每个? ?gpu|each (?:gpu|card|device)|micro[ -]?batch|zero-?\d|(?<![a-z])(?:ddp|fsdp)|数据并行)"
)
# Told as the whole already.
WHOLE = re.compile(
    r"(?:effective|global|total|overall|等效|有效|相当于|全局|总)(?:的)?(?: ?(?:batch|bs|批)[ _]?(?:size|大小|量)?)?(?: ?(?:is|of|=|:|是|为|就是|相当于|等于|到|then|size))* ?(?P<k>\d{1,6})(?! ?(?:gpu|卡|张|epochs?|轮|条|samples|images|param|参数)|[\d.%])"
)


def of_an_update(text: str, batch: float) -> float:
    """The batch that one update sees, where the text tells how often one is taken for it."""
    whole = WHOLE.search(text)
    if whole:
        return float(whole["k"])
    for pattern in ACCUMULATED:
        found = re.search(pattern, text)
        if found:
            batch *= _count(found["k"])
            break
    devices = re.search(DEVICES if EACH_DEVICE.search(text) else TIMES_DEVICES, text)
    return batch * _count(devices["k"]) if devices else batch


def _count(word: str) -> float:
    return float(CHINESE.get(word) or ENGLISH.get(word) or word)
