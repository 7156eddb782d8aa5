"""Bring what people type to one form, while every character still knows where it came from."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

# The traditional characters that occur where people write about training.
TRADITIONAL = (
    "學学 習习 訓训 練练 驗验 證证 準准 確确 損损 優优 數数 據据 資资 後后 來来 從从 頭头 沒没 變变 過过 還还 開开 "
    "圖图 樣样 類类 層层 權权 維维 網网 絡络 錯错 標标 籤签 誤误 動动 調调 總总 輸输 為为 點点 個个 這这 時时 間间 "
    "們们 問问 題题 測测 試试 擬拟 盪荡 會会 發发 與与 對对 應应 現现 結结 構构 隨随 機机 預预 處处 號号 給给 幫帮 "
    "謝谢 嗎吗 麼么 讓让 設设 說说 話话 長长 遠远 緩缓 幾几 種种 選选 擇择 擴扩 張张 單单 雙双 組组 當当 無无 經经 "
    "歷历 許许 該该 認认 識识 讀读 寫写 較较 輪轮 轉转 減减 縮缩 飽饱 陣阵 裡里 裏里 聲声 視视 頻频 雜杂 飛飞 穩稳 "
    "趨趋 遞递 歸归 異异 級级 檢检 環环 裝装 記记 憶忆 體体 顯显 圍围 實实 際际 隱隐 啟启 復复 雖虽 斷断 續续 卻却 "
    "線线 舊旧 衝冲 漲涨 強强 達达 壞坏 適适 導导 師师 請请 運运 則则 離离 隻只 萬万 億亿 兩两 懸悬 幀帧 擊击 餘余 "
    "邊边 換换 夠够 嚴严 歲岁 報报 溫温 麵面 鏡镜 補补 雲云 廣广 壓压 節节 終终 極极 樂乐 須须 顆颗 麗丽 凍冻 慮虑 "
    "傳传 滿满 殘残 參参 筆笔 語语 庫库 計计 訊讯 詞词 統统 績绩 聯联 標标 較较 圓圆 書书 買买 賣卖 業业 產产 銷销 醫医 藥药 僅仅 億亿 歐欧 價价 錄录 鐘钟 銀银 電电 腦脑 顯显 際际 戶户 術术 護护 議议 論论 評评 譯译 證证 詳详 謹谨 讀读 貓猫 車车 輛辆 辨辨 週周 遊游 邏逻 鄰邻 鍵键 間间 隊队 霧雾 靜静 預预 頭头 題题 願愿 駕驾 驅驱 鳥鸟 黃黄 齊齐 "
)
SIMPLE = {pair[0]: pair[1] for pair in TRADITIONAL.split()}
PLAIN = {
    "。": "\n",  # unlike a point, it always ends a sentence
    "，": ",",
    "；": ";",
    "：": ":",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "…": ".",
    "、": ",",
    "\u2212": "-",
    "\u2013": "-",
}
SUPERSCRIPTS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"


@dataclass(frozen=True)
class Plain:
    """`text` is lower case, half-width and simplified; `places[i]` is the origin of `text[i]`."""

    text: str
    places: tuple[int, ...]
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        return self.places[start], self.places[end - 1] + 1


def normalise(original: str) -> Plain:
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(original):
        if letter in SUPERSCRIPTS and original[place - 1 : place] not in SUPERSCRIPTS:
            letters.append("^")  # 10⁻⁴
            places.append(place)
        simple = SIMPLE.get(letter, letter)
        for part in unicodedata.normalize("NFKC", PLAIN.get(simple, simple)).lower():
            letters.append(PLAIN.get(part, part))
            places.append(place)
    return Plain("".join(letters), tuple(places), original)


def rewritten(
    plain: Plain, pattern: re.Pattern[str], written: Callable[[re.Match[str]], str | None]
) -> Plain:
    """With every match written otherwise (None: as it stands); places still tell its origin."""
    text, places, last = [], [], 0
    for found in pattern.finditer(plain.text):
        new = written(found)
        if new is None:
            continue
        start, end = found.span()
        text += [plain.text[last:start], new]
        places += [*plain.places[last:start]]
        # The last letter stands for the last one of the match, so that a span covers it whole.
        places += [plain.places[min(start + i, end - 1)] for i in range(len(new) - 1)]
        places += [plain.places[end - 1]] if new else []
        last = end
    if not last:
        return plain
    return Plain(
        "".join([*text, plain.text[last:]]), (*places, *plain.places[last:]), plain.original
    )


SPACES = re.compile(r"(?<=[\u4e00-\u9fff])\s+|\s+(?=[\u4e00-\u9fff])")


def compact(text: str) -> str:
    """Spaces beside Chinese characters tell nothing."""
    return SPACES.sub("", text.strip().lower())
