"""What whyloss cannot help with, by topic; a key of words/out_of_scope.yaml."""

import re
from collections.abc import Iterable

TOPICS: tuple[tuple[str, str], ...] = (
    ("memory", r"out of (?:gpu |cuda )?memory|(?<![a-z])oom(?![a-z])|tried to allocate|爆显存|(?:显存|内存)[^,;.!?]{0,4}(?:不够|不足|溢出|爆|炸|满|泄漏|申请)"),
    ("installation", r"\benv\b|\bpip3?\b|matching distribution|(?:程序|软件)[^,;]{0,6}(?:闪退|打不开)|(?:which|what) python\b|cuda\.is_available|(?:gpu|cuda)s?\b[^,.;]{0,20}(?:(?:not|n'?t)(?: being| get)? (?:detected|found|recogni[sz]ed|available|visible|used|showing)|识别不|检测不|找不到|用不了)|(?:(?:can'?t|cannot|doesn'?t|does not|won'?t|not) (?:see|find|detect|use|recogni[sz]e|using|seeing)) (?:my |the |any )?(?:gpu|cuda|nvidia|graphics)|cuda (?:version|toolkit|版本)|version mismatch|incompatible versions?|cudnn|nvidia-smi|\bdriver\b|driver (?:version|mismatch)|no kernel image|nccl|安装包|python 版本|import torch|找不到模块|环境(?:配|搭)|conda env|pycharm|vs ?code|(?:pip3?|conda|apt)(?:-get)? (?:install|装)|\binstall|安装|装不上|modulenotfound|importerror|no module named|cudatoolkit|配置环境|环境(?:变量|报错)|dll load"),
    ("errors_in_code", r"crash(?:es|ed)? with|bus error|list index out of range|报错(?:是)?什么意思|what does this (?:warning|error) mean|how (?:do|can|should|to)(?: i| you| we)? (?:count the|(?:make|create|write|build) (?:a |my )?(?:custom )?(?:dataset|data ?loader|class|gui|app)\b)|(?:laptop|computer|pc|machine|system) (?:freezes|crashes|hangs|restarts|shuts)|(?:give|send|write) (?:me |us )?(?:the |a |some )?(?:full |complete )?code\b|how (?:do|can|should|to)(?: i| you| we)? (?:label|annotate|access|extract|get the (?:weights|output|gradients|version|shape)s?)\b|怎么(?:样)?(?:才能)?[^,;.!?不]{0,8}(?:保存|加载|读取|导出|下载|save|load|export)|在?哪(?:里|儿)?(?:可以|能)?下载|where (?:can|do|could) i (?:download|find|get)\b|how (?:do|can|should|to)(?: i| you| we)? (?:install|save|load|read|export|convert|deploy|print|resize|upload|download|open|write|set up|run|cite|use git|cancel|delete)\b|permission denied|segmentation fault|segfault|core dumped|\bkilled\b|\bssh\b|docker|no such option|unrecognized argument|undefined symbol|could not build|version conflict|deprecat\w+|colab (?:disconnect|pro|keeps)|session crash|blue ?screen|keeps disconnecting|git (?:push|pull|lfs|clone|merge|commit)|\bgit\b.{0,8}(?:下载|conflict)|tokenizer (?:warning|的 ?warning)|warning 怎么关|怎么关掉.{0,6}warning|下载.{0,6}(?:太慢|失败)|read (?:a |the )?csv|读(?:取)? ?csv|label 数据|怎么标注|标注工具|labelling tool|filenotfounderror|(?:value|type|key|attribute|index|syntax|runtime|name|assertion)error|traceback|cannot be multiplied|shapes? mismatch error|no such file"),
    ("speed", r"读(?:取)?(?:数据|图片?)[^,;.]{0,6}慢|加载[^,;.]{0,4}慢|gpu[^,;.]{0,6}(?:闲|利用率)|(?:inference|prediction) takes?\b|(?:训练|跑得|速度)(?:速度)?太慢(?!.{0,4}收敛)|too slow|gpu util\w*|加速|speed ?up|并行训练|多 ?gpu|multi-?gpu|takes? (?:\d+ |several |many |hours|days|forever)(?:hours|days|hrs|weeks|minutes|per)?|multiple gpus|(?:two|several|\d) gpus|(?:data ?load\w*|loading)[^,.;]{0,20}slow|多卡|\bddp\b|distributed training"),
    ("plotting", r"(?:画|plot).{0,24}(?:曲线|curve|matrix|图|loss|matplotlib|seaborn)|matplotlib|seaborn|tensorboard|visuali[sz]e|confusion matrix"),
    ("deployment", r"deploy|部署|onnx|tflite|tensorrt|android|安卓|手机上"),
    ("hardware", r"\bfans? (?:is|are|gets?) |能用(?:笔记本|cpu|mac)|(?:how much|price|cost|rent).{0,24}(?:gpu|a100|h100|3090|4090|cloud|aws|server)|(?:gpu|a100|h100|3090|4090|mac ?book|m[123] (?:max|pro)).{0,24}(?:enough|worth|price|cost|vs)|多少钱|租.{0,8}(?:gpu|显卡|服务器|卡)|显卡|(?:buy|买).{0,20}(?:gpu|laptop|30\d0|40\d0)|(?:gpu|laptop).{0,24}(?:buy|best)|best laptop|which gpu"),
    ("choosing_tools", r"does any(?:one|body) have (?:the |a )?(?:weights|checkpoint|code|dataset|link)|can (?:this|your) (?:tool|site|app|program)|worth learning|值得学|(?:推荐|recommend|求)(?:.{0,16})(?:book|course|tutorial|教程|书|课|资料|数据集|dataset|论文)|(?:学习路线|入门教程)|(?:good|best) (?:book|course|tutorial)|(?:翻译|转|改|convert|translate|port).{0,16}(?:成|to|into) ?(?:pytorch|tensorflow|keras|jax)|(?:pytorch|tensorflow|keras|jax).{0,8}(?:还是|or|vs\.?|和|与).{0,8}(?:pytorch|tensorflow|keras|jax|哪)"),
    ("writing", r"\b(?:salary|career|job market|internship|cover letter|(?:my|a|your|write|writing|update) resume)\b|\b(?:do|start|apply for|get) a phd\b|\bcv\b.{0,12}(?:write|update)|(?:写|write).{0,12}(?:论文|essay|poem|paper|诗|摘要|作文)|论文怎么写|(?:homework|assignment|作业).{0,12}(?:deadline|due|截止|几号)|面试|简历|jupyter|notebook 打不开"),
    ("small_talk", r"^\W*(?:ok(?:ay)?|cool|nice|lol|got it|i see|hi+|hello|hey(?: there)?|yo|good (?:morning|evening|afternoon)|你好|您好|在吗|哈喽|嗨|thanks?(?: you)?|thank u|thx|谢谢|多谢|感谢|哈+|hello ?有人吗|hi ?你好|thanks ?谢谢|bye|再见|test|测试)(?:[\W]|there|cool|nice|so much|a lot|how are you|you'?re \w+|呀|啊|了|大家|\s)*$|how are you|who (?:are|made) you|你(?:是谁|能做什么|会什么|叫什么)|what can you do|笑话|\bjoke"),
)  # fmt: skip
COMPILED = tuple((topic, re.compile(pattern)) for topic, pattern in TOPICS)
FIELD = re.compile(
    r"[\ue001-\ue00b]|loss|损失|grad|参数|标准差|分母|(?<![a-z])std|scale|(?<![a-z])amp|backward|accura|准确|精度|train|训练|valid|验证|overfit|拟合|gradient|梯度|learning|学习率|"
    r"epoch|batch|optimi|优化器|network|网络|model|模型|nan|收敛|converg|neural|relu|sigmoid|softmax|dropout|norm|"
    r"归一|标准化|layer|层|weight|权重|label|标签|class|类|data|数据|sample|样本|feature|特征|predict|预测|output|输出|"
    r"input|输入|激活|activation|正则|regulari|lr|transformer|lstm|cnn|gan|bert|attention|warm|scheduler|学不|"
    r"seed|eval|test set|增强|augment|step|测试|判别|生成|编码|encoder|embedding|precision|fp16|shuffle|bn(?![a-z])|adam|sgd|"
    r"forecast|reward|agent|policy|sensitiv|specific|token|perplexity|segment|detect|classif|cluster|residual|boundary|regress|positive|negative|正例|负例|正样本|负样本|种子|批量|奖励|策略|重建|采样|分割|检测|识别|超参|收益|预报|outlier|异常|标注|微调|fine|freez|冻结|recall|召回|f1"
)
WORD = re.compile(r"[a-z]{2,}|[\u4e00-\u9fff]")
ENOUGH_WORDS = 3  # fewer words than this are too little to call off topic


LIKE = 0.5  # from where likeness to what is known to be declined is believed


def out_of_scope(marked: str, likely: Iterable[tuple[str, float]] = ()) -> str | None:
    """The topic, for a message in which nothing was found.

    `likely`: the topics that the classifier takes its parts for, and how surely.
    """
    for topic, pattern in COMPILED:
        if pattern.search(marked.strip()):
            return topic
    topic, share = next(iter(likely), ("", 0.0))
    if share >= LIKE:
        return topic
    if not FIELD.search(marked) and len(WORD.findall(marked)) >= ENOUGH_WORDS:
        return "off_topic"
    return None
