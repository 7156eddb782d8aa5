"""Spaces that stand for commas: "不是过拟合 训练集上也就55%", "训练82 验证88"."""

import re

from engine.understanding.normalise import Plain, rewritten

SPACE = re.compile(r"(?<=[\u4e00-\u9fff\d%)a-z]) +(?=[\u4e00-\u9fff])")
SEPARATOR = re.compile(r"[,;.!?\n]|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])")
HAN = re.compile(r"[\u4e00-\u9fff]")
# What says something, so that the words before the space may be a clause of their own.
SAYS = re.compile(r"[不没了是到过着有用做加\d%]")
GOES_ON = re.compile(r"[不没一很太都总老又越死]")  # "训练损失 不下降": the space parts no clauses
UNIT = re.compile(r"[个张类轮次步条万千亿层倍左上下之的以多号维篇句段天分秒人例对组]")
CHANGES = re.compile(r".{0,3}[到成为至]")  # "从 10% 蹦到 93%"
STARTS = re.compile(
    r"但|然后|结果|不过|就是|可是|后来|现在|而且|训练|验证|测试|学习率|没有|用了|前面|后面"
)
# A Chinese clause that has come to its end before a Latin word: "等于没动 adam 默认参数".
ENDED = re.compile(r"(?<=[了动降升涨差死行平好崩炸呢吧啊多少]) +(?=[a-z])")
SHORTEST = 4  # characters


def parted(plain: Plain) -> Plain:
    plain = rewritten(plain, SPACE, lambda found: "," if _parts(found) else None)
    return rewritten(plain, ENDED, lambda found: "," if _ends(found) else None)


def _ends(found: re.Match[str]) -> bool:
    before = SEPARATOR.split(found.string[max(0, found.start() - 60) : found.start()])[-1]
    return len(before.strip()) >= SHORTEST and bool(SAYS.search(before[:-1]))


def _parts(found: re.Match[str]) -> bool:
    text, start = found.string, found.start()
    before = SEPARATOR.split(text[max(0, start - 60) : start])[-1].strip()
    after = text[found.end() : found.end() + 4]
    last = text[start - 1]
    if len(before) < SHORTEST:
        return False
    if HAN.match(last):
        return bool(SAYS.search(before)) or not GOES_ON.match(after)
    spaced = bool(HAN.search(before)) and bool(SAYS.search(before))
    if last.isascii() and last.isalpha():
        return spaced and bool(STARTS.match(after)) and not after.startswith(("训练", "没有"))
    goes_on = UNIT.match(after) or CHANGES.match(after)
    return spaced and not goes_on and bool(STARTS.match(after) or SAYS.match(after[1:2]))
