"""Which counted things are samples, which are classes and which are neither, in each language.

A thing in no table is decided by what stands around it (counted.py). "_": a space or a hyphen may
stand there.
"""

import re

SAMPLES_EN = (
    "samples examples rows records instances observations data_points datapoints points entries cases pairs triplets triples "
    "images pictures photos photographs pics imgs shots scans slices volumes x_rays xrays radiographs mris ecgs eegs biopsies tiles patches crops frames thumbnails screenshots mugshots portraits faces drawings sketches paintings "
    "sentences documents docs paragraphs passages tweets posts comments reviews articles headlines abstracts papers messages emails e_mails conversations dialogues dialogs utterances transcripts prompts instructions queries tickets complaints contracts receipts invoices poems stories books recipes snippets reports notes captions titles listings "
    "clips recordings audio_files files wavs songs tracks melodies tunes spectrograms videos segments windows sequences series signals traces trajectories episodes "
    "molecules compounds proteins peptides spectra graphs nodes meshes point_clouds patients subjects participants transactions orders purchases loans accounts readings measurements simulations ratings interactions"
)
CLASSES_EN = (
    "classes class categories species breeds varieties cultivars identities speakers emotions sentiments genres intents topics moods gestures "
    "keywords synsets diagnoses phonemes dialects accents tags labels digits states kinds types sorts"
)
OTHERS_EN = (  # a count of these says nothing that is read
    "epochs eps steps iterations iters updates batches minibatches seeds runs trials folds restarts experiments attempts tries times layers blocks heads units neurons channels filters kernels dims dimensions features columns variables inputs outputs "
    "parameters params weights tokens words characters chars pixels voxels bits bytes gpus tpus cpus cores cards devices workers machines servers hours hrs days weeks months years minutes mins seconds secs dollars bucks euros cents degrees decimals "
    "optimizers optimisers rates schedulers models networks nets architectures backbones configs configurations settings combinations values sizes losses metrics curves plots lines versions libraries people friends colleagues experts tasks datasets splits stages phases places spots ways things reasons questions options ideas tricks methods stars users items genes bins buckets components clusters sites hospitals cameras sensors threads processes "
    "timesteps time_steps ones others results changes problems issues bugs errors nans spikes peaks outliers mistakes metres meters miles convs transformers experts predictions guesses thousands millions"
)
SAMPLES_ZH = (
    "病例 样本 样例 例子 训练数据 数据 图片 图 照片 图像 画面 胸片 切片 影像 语料 句子 句对 记录 文档 文章 评论 推文 帖子 新闻 工单 病历 邮件 短信 对话 录音 语音 音频 视频 片段 歌曲 曲子 "
    "交易 订单 病人 患者 受试者 被试 分子 化合物 蛋白 轨迹 谱图 点云 节点 文件 人脸 小票 发票 合同 棋谱"
)
MEASURES_ZH = "条 例 篇 幅 份 句 段 笔 帧 首 封 则 张 通"  # what they count is a sample
UNMEASURED_ZH = (
    "卡 gpu 显卡 曲线 线 率 代码 论文 paper 报错 日志 配置 命令 经验 建议 规则 特征 通道 分支 路"
)
# Behind 种, 类 and 个: what may be told apart, and what is no class though it comes in kinds.
CLASSES_ZH = "类别 类目 类 品种 类型 物种 情绪 意图 风格 故障 关键词 病 动作 手势 状态 说话人 语者 字母 标签 疾病 星级 方言 口音 商标 等级 星级 菜系 分类"
OTHER_KINDS_ZH = (
    "优化器 optimizer 学习率 lr 方法 办法 方案 思路 模型 网络 结构 架构 backbone 损失 loss 策略 配置 参数 增强 augment 种子 seed 初始化 设置 组合 情况 可能 原因 "
    "batch 指标 写法 做法 尝试 trick 调法 版本 框架 解释 说法 现象 噪声 特征 输入 数据集 dataset scheduler 归一 激活 问题 不同的?(?:学|优|方|模|网|初|seed|lr)"
)
# What a noun of the tables is not, by what follows it.
NOT_FOLLOWED = {
    "points": " (?:lower|higher|drop|better|worse|behind|below|above|apart|of|gap|off|short|less|more)",
    "labels": "_| are| is| were", "图": "像素", "数据": "集", "病": "[人例历]", "类": "似|占", "分类": "正确|错",
}  # fmt: skip
FOLLOWED = {"kinds": " of", "sorts": " of"}  # only so it counts classes


def any_of(table: str) -> str:
    """A pattern of the nouns of a table."""
    return f"(?:{'|'.join(map(_one, sorted(table.split(), key=len, reverse=True)))})"


def _one(noun: str) -> str:
    pattern = noun.replace("_", "[ -]?") + (r"(?![a-z])" if noun[-1].isascii() else "")
    if noun in FOLLOWED:
        pattern += f"(?={FOLLOWED[noun]})"
    return pattern + (f"(?!{NOT_FOLLOWED[noun]})" if noun in NOT_FOLLOWED else "")


def singular(table: str) -> str:
    """The same nouns as they stand behind a Chinese measure word: "900 个 mesh"."""
    return f"(?:{'|'.join(map(_without_plural, table.split()))})"


def _without_plural(noun: str) -> str:
    stem = re.sub(r"(?:(?<=ch|sh|ss)es|ies|s)$", "", noun.replace("_", "[ -]?"))
    return rf"{stem}(?:s|es|y|ies)?(?![a-z])"
