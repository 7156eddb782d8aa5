"""Bring what people type to one form, while every character still knows where it came from."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

# The traditional characters that occur where people write about training.
TRADITIONAL = (
    "學学 習习 訓训 練练 驗验 證证 準准 確确 損损 優优 數数 據据 資资 後后 來来 從从 頭头 沒没 變变 過过 還还 開开 圖图 樣样 類类 層层 權权 維维 網网 絡络 錯错 標标 籤签 誤误 動动 調调 "
    "總总 輸输 為为 點点 個个 這这 時时 間间 們们 問问 題题 測测 試试 擬拟 盪荡 會会 發发 與与 對对 應应 現现 結结 構构 隨随 機机 預预 處处 號号 給给 幫帮 謝谢 嗎吗 麼么 讓让 設设 說说 "
    "話话 長长 遠远 緩缓 幾几 種种 選选 擇择 擴扩 張张 單单 雙双 組组 當当 無无 經经 歷历 許许 該该 認认 識识 讀读 寫写 較较 輪轮 轉转 減减 縮缩 飽饱 陣阵 裡里 裏里 聲声 視视 頻频 雜杂 "
    "飛飞 穩稳 趨趋 遞递 歸归 異异 級级 檢检 環环 裝装 記记 憶忆 體体 顯显 圍围 實实 際际 隱隐 啟启 復复 雖虽 斷断 續续 卻却 線线 舊旧 衝冲 漲涨 強强 達达 壞坏 適适 導导 師师 請请 運运 "
    "則则 離离 隻只 萬万 億亿 兩两 懸悬 幀帧 擊击 餘余 邊边 換换 夠够 嚴严 歲岁 報报 溫温 麵面 鏡镜 補补 雲云 廣广 壓压 節节 終终 極极 樂乐 須须 顆颗 麗丽 凍冻 慮虑 傳传 滿满 殘残 參参 "
    "筆笔 語语 庫库 計计 訊讯 詞词 統统 績绩 聯联 圓圆 書书 買买 賣卖 業业 產产 銷销 醫医 藥药 僅仅 歐欧 價价 錄录 鐘钟 銀银 電电 腦脑 戶户 術术 護护 議议 論论 評评 譯译 詳详 謹谨 貓猫 "
    "車车 輛辆 週周 遊游 邏逻 鄰邻 鍵键 隊队 霧雾 靜静 願愿 駕驾 驅驱 鳥鸟 黃黄 齊齐 丟丢 棄弃 條条 進进 階阶 險险 陽阳 領领 顧顾 風风 飯饭 館馆 馬马 驟骤 鬧闹 魚鱼 鮮鲜 農农 廠厂 聽听 "
    "職职 腳脚 臉脸 臟脏 興兴 舉举 葉叶 蓋盖 蟲虫 製制 複复 覺觉 觀观 觸触 訂订 訴诉 診诊 誌志 課课 談谈 諸诸 謂谓 貝贝 負负 財财 貢贡 貨货 質质 費费 貼贴 貸贷 賬账 購购 贏赢 跡迹 蹤踪 "
    "軟软 軸轴 載载 輔辅 輕轻 辦办 遲迟 遺遗 郵邮 鄉乡 醜丑 釋释 針针 鋼钢 錢钱 鎖锁 鐵铁 門门 閃闪 閉闭 閱阅 關关 陸陆 陳陈 雞鸡 難难 靈灵 韓韩 響响 頁页 頂顶 項项 順顺 頓顿 額额 顏颜 "
    "飄飘 飲饮 餵喂 騙骗 驚惊 髮发 麥麦 龍龙 亞亚 併并 佈布 佔占 係系 倉仓 偵侦 偽伪 備备 傷伤 儀仪 儘尽 債债 傾倾 兒儿 內内 冊册 剛刚 創创 劃划 劇剧 勁劲 勞劳 勢势 勝胜 區区 協协 嘗尝 "
    "噴喷 嚇吓 團团 園园 場场 塊块 塵尘 墊垫 墜坠 夢梦 夾夹 奪夺 婦妇 媽妈 孫孙 寧宁 寬宽 審审 將将 尋寻 尷尴 屆届 屬属 島岛 帳帐 帶带 幣币 廢废 彈弹 徑径 徹彻 恆恒 惡恶 愛爱 態态 慘惨 "
    "慣惯 憂忧 憑凭 懶懒 懷怀 戰战 戲戏 拋抛 捨舍 掃扫 掛挂 採采 揮挥 搶抢 撥拨 擋挡 擠挤 攝摄 攜携 敗败 敵敌 斂敛 暈晕 暫暂 曉晓 曬晒 東东 樓楼 槍枪 樹树 橋桥 檔档 櫃柜 欄栏 歡欢 殺杀 "
    "毀毁 決决 沖冲 況况 洩泄 淚泪 淨净 淺浅 湊凑 滅灭 漸渐 潛潜 潰溃 澤泽 濃浓 濕湿 濾滤 瀏浏 灣湾 災灾 煉炼 煙烟 煩烦 熱热 爛烂 爭争 牆墙 狀状 猶犹 獨独 獲获 畫画 療疗 監监 盤盘 盡尽 "
    "眾众 矯矫 碼码 磚砖 禮礼 禍祸 穀谷 積积 窮穷 窩窝 範范 築筑 篩筛 簡简 簽签 糧粮 糾纠 紀纪 約约 紅红 納纳 純纯 紙纸 紛纷 細细 紹绍 絕绝 絲丝 綁绑 綜综 綠绿 緊紧 緒绪 緣缘 編编 緻致 "
    "縱纵 織织 繞绕 繪绘 繫系 繼继 纏缠 罷罢 羅罗 義义 聞闻 聖圣 聰聪 肅肃 脫脱 膠胶 臨临 藝艺 蘋苹 虧亏 衛卫 襲袭 訪访 註注 釐厘 "
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
PAUSES = "，、"  # never inside a number: "patch 48，800 张" are two
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
        if letter in PAUSES and original[place + 1 : place + 2].isdecimal():
            letters.append(" ")
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
