"""How data, labels and splits are told of. {G} and {W} are gaps."""

INPUT = r"(?:inputs?|输入|images?|图片|图像|数据|data|pixels?(?: values?)?|特征|features?)"
NORMED = r"(?:normali[sz]ed?|normali[sz]ation|standardi[sz]ed|scaled(?! to)|归一化|标准化)"
RARE = r"(?:minority|rare|少数|small) ?(?:class|类)"

DATA: dict[str, tuple[str, ...]] = {
    "inputs_contain_nan": (rf"{INPUT}(?: ?(?:里面?|中|sets?))*{{G}}(?<![a-z])nans?(?![a-z])", rf"nans? in (?:my|the) {INPUT}", "检查过输入{W}nan"),
    "labels_contain_nan": ("(?:labels?|targets?|标签){G}(?<![a-z])nans?(?![a-z])",),
    "values_missing": ("missing values?|缺失值?|空值",),
    "inputs_badly_scaled": (
        r"-\bi (?:do |did |always |already )*(?:normali[sz]ed?|standardi[sz]ed?) (?:it|them|everything)\b",
        rf"-{INPUT} ?(?:已经?|都|也|是|有|全|做|过| )*{NORMED} ?(?:了|过)",
        r"-(?:输入|图片|图像|像素|数据|inputs?|images?|i)(?:(?!没|未|不|not|n't|never)[^,;.!?\n]){0,10}(?:除以|divided? by|/) ?255", r"!(?:没|未|不|not|never)[^,;.!?\n]{0,8}(?:除以|divided? by|/) ?255", r"-\bi (?:already |always )?(?:normali[sz]ed?|standardi[sz]ed?|scaled?)\b(?: all)?(?: the| my)? (?:inputs?|images?|data|features?|pixels)",         rf"!{INPUT}{{G}}(?:没有?|未|不|not|never|without|n't) ?(?:做|进行|been )?{NORMED}", "!^(?!.*(?:target|目标|label|标签|model)).*?(?:没有?|未|not|never|without) ?(?:做)?(?:归一化|标准化|normali[sz])", f"-{INPUT}{{G}}(?:已经|already|are|is) ?(?:already )?(?:做了?|been )?{NORMED}",
        r"!(?:pixels?|像素|图片|images?|直接是)[^.!?\n]{0,24}(?:0 ?(?:-|~|to|到|\.\.) ?255)(?!.{0,12}divid(?:ed|ing) all)", "never divided by 255",
    ),
    "targets_badly_scaled": (r"!(?:targets?|目标值?|标签值?|labels?) ?(?:的)?(?:values?|数值)? ?(?:的)?(?:range|go|span|are|is|lie|范围|取值|在|是|从|between|from|to|大概|about| )+ ?-?\d[\d.]* ?(?:-|~|to|and|到|至) ?(?:\d{4,}|\d+(?:,\d{3})+|\d+ ?[k万])(?![\d.])", "!(?:targets?|目标值?|标签值?)[^.!?\\n]{0,36}(?:没有?|未|not|n't) ?(?:做)? ?(?:标准化|归一化|scaled|normali[sz]\\w*)",),
    "feature_scales_differ": ("(?:feature|特征)s?{G}(?:different scales|scale ?差|量纲|尺度){G}", "量纲{G}差"),
    "inputs_have_outliers": ("outliers?|异常值|离群",),
    "constant_features": ("(?:column|feature|列)s?(?:特征)?{G}(?:全是常数|constant|always zero|never changes?)",),
    "many_features_few_samples": ("(?:特征|features?)[^.!?\\n]{0,10}\\d{3,}(?:维|个)?[^.!?\\n]{0,8}样本才?\\d+",),
    "few_training_samples": ("(?:数据量?|样本|训练数据)(?:太|很|比较)少(?!.*吗)|small dataset|too little data|very few (?:samples|images|examples)",),
    "repeated_samples": ("(?:重复的?)(?:样本|图)|duplicates? (?:samples )?in the train\\w*|duplicate (?:samples|rows|images)",),
    "samples_look_mislabelled": (r"-(?:labels?|标签|标注)(?: ?(?:are|is|look|seem|都|也|是|看着|本身|应该|肯定))* ?(?:fine|ok\b|okay|correct|right|good|clean|没问题|没错|对的|正确|没有?问题)", r"-(?:labels?|标签|标注)[^,;.!?\n]{0,8}(?:检查过|核对过|check(?:ed)? ?过|checked)", r"(?:labels?|标签|标注){G}(?:are |is |有|是)?(?:wrong|错|noisy)", "(?:标错|错标|mislabel\\w*|label noise|标签噪声)"),
    "pairs_look_shuffled": ("-(?:labels?|标签|masks?)[^,;.!?\\n]{0,6}(?:对得上|对应(?:的|上)|match(?:es)?(?! not)|aligned)", "!(?:图|图片|图像|样本|images?|x)[^,;.!?\\n]{0,6}(?:和|与|跟|and)[^,;.!?\\n]{0,4}(?:标签|label|mask|y)[^,;.!?\\n]{0,4}(?:错位|分开 ?(?:打乱|shuffle)|没对齐|对不上)", "!(?:labels?|标签|masks?){G}(?:out of sync|misalign\\w*|对不上|没有?对应|do(?:n'?t| not) (?:match|belong))", "!没有对应上"),
    "labels_outside_range": ("!labels? (?:go|run|start)\\w* (?:from|at) 1|标签从1开始|out of bounds|标签越界",),
    "label_type_mismatch": ("(?:one-?hot){W}(?:cross ?entropy|交叉熵|sparse|crossentropy)", "(?:交叉熵|cross ?entropy){W}one-?hot"),
    "labels_constant": ("(?:labels?|标签) ?(?:全|都)(?:是|为) ?(?:0|1|一样)", "all labels are (?:the same|zero)"),
    "classes_imbalanced": (
        r"-(?:正负(?:样本|例)?|样本|classes|比例|ratio|positives?|balance)[^,;.!?\n\d]{0,14}(?<!\d)(?:1 ?: ?1|50 ?[/:] ?50)(?![\d.])",
        r"-(?:各个?|每个?)类(?:别)?的?(?:样本)?(?:数量?|数目)?[^,;.!?\n]{0,6}(?:一样|相当|接近|均衡)", r"-不存在(?:类别|样本)*不(?:平|均)衡", r"-(?:dataset|classes|data) (?:is|are) (?:perfectly|well|roughly|nicely|completely|fairly|evenly|already|all) balanced",
        r"-(?:每个?|各个?)(?:类别?|class)[^,;.!?\n]{0,8}(?:差不多|一样多|相同|均匀)", r"(?:正例|正样本|正类|阳性|少数类|坏样本|坏账|欺诈|点击|违约)[^,;.!?\n]{0,10}?(?:[0-9]|0)(?:\.\d+)? ?(?:%|e-[34])", r"(?:最多|largest|biggest|most common)[^.!?\n]{0,20}\d[^.!?\n]{0,12}(?:最少|smallest|rarest|least)[^.!?\n]{0,12}\d", r"(?:one|1|a) (?:positive|click|fraud\w*|anomaly) (?:per|for every|in|to) \d{2,}", r"(?:positives?|frauds?|clicks?|defaults?|minority|anomal\w+)[^,;.!?\n]{0,14}(?:only |just |about |around |roughly |make up |are )*(?<![\d.])[0-5](?:\.\d+)? ?%",         r"(?:class(?:es)?|data(?:set)?|样本|类别|数据|classes are)(?: (?:is|are))?(?: \w+)? ?(?:的)?(?:im-?balanced?|不(?:均衡|平衡)|unbalanced)", r"-(?<!im)(?<!un)(?<!-)balanced? (?:data|class)|(?:dataset|classes|data) (?:is|are) balanced|(?:类别|样本)(?:是|比较|很)?(?:均衡|平衡)", "class imbalance|imbalanced? (?:data|dataset|classes)",
        r"(?:9\d|8\d|99\.\d+) ?%[^.!?\n]{0,20}(?:negative|background|负样本|背景|one class|正样本|of (?:my|the) (?:samples|pixels|data))", r"(?:背景|background|negative|负样本)[^.!?\n]{0,10}(?:9\d|8\d) ?%", r"(?:正负样本|样本|classes|比例|ratio|imbalance)[^.!?\n]{0,16}?\d+ ?: ?\d{2,}", r"(?:positive|正样本)[^.!?\n]{0,10}(?:只有|only) ?\d(?:\.\d+)? ?%",
    ),
    "rare_class_ignored": (rf"(?:{RARE})[^.!?\n]{{0,16}}recall|recall[^.!?\n]{{0,20}}{RARE}|{RARE}的?召回", r"class \d[^.!?\n]{0,8}recall[^.!?\n]{0,6} 0(?![.\d])"),
    "samples_ordered_by_class": ("sorted by (?:class|label)|按类别排|ordered by class",),
    "training_data_unshuffled": (r"-(?:数据|样本|训练集|顺序|(?<![a-z])data(?:set)?|training set) ?(?:已经|都|有|是|也| )*(?:打乱|shuffled?) ?(?:了|过)", r"-\bi (?:do |did |always |already )?(?:shuffle|shuffled|am shuffling)", r"-(?:data(?:set)?|samples|batches) (?:is|are|was|were|gets?) (?:re)?shuffled", r"!(?:shuffle ?= ?false)", "!(?:没有?|未|忘了?|not|n't|forgot|never) ?(?:have )?(?:打乱|shuffl\\w*)(?:(?:=true)?)", "-^(?!.*(?:忘|forgot|没|not )).*shuffle ?(?:=true|开了|是开的|开着)", "!忘了?(?:设置?|开|加|写) ?shuffle", "!shuffle ?忘|shuffle(?:没|未)开", "数据没有打乱"),
    "augmentation_used": (r"(?:做|加|用|开)(?:了|过)?(?:数据)?增强|增强(?:开|做|加)", r"(?:data )?augment(?:ation|ed|ations)|数据增强|随机增强|random crop|mixup|cutout",),
    "augmentation_on_validation": ("(?:验证集|validation|val)(?: set)?(?:上)?{G}(?:也|too|also)?{G}(?:augment|增强)",),
    "augmented_samples_unrecognisable": ("!增强{W}(?:认不出|看不出)", "augmented{G}unrecogni[sz]"),
    "sets_differ": ("分布[^,;.!?没不]{0,4}(?:差别|差异|差距|不同)", "(?:数据|训练{G}验证{G})?分布不(?:一样|一致|同)", "(?:different|distribution) (?:distribution|shift)s?"),
    "preprocessing_differs": ("(?:preprocess\\w*|预处理){G}(?:different|不一样|不同|不一致|differs)", "(?:train{G}(?:scaled|normali[sz]ed)){W}(?:inference|test|val){W}(?:0-255|raw|not)"),
    "samples_shared_between_sets": (r"-(?:\bno|without|没有?|不存在) ?(?:any |data |数据)?(?:leak\w*|泄[漏露])", r"-(?:train\w*|训练集?|val\w*|验证集?)[^,;.!?\n]{0,10}(?:val|test|train|验证|测试|训练)[^,;.!?\n]{0,8}?(?:没有?|不|无|don'?t |do not |no )(?:重[复叠合]|交集|overlap)", "(?:duplicates?|overlap|重复|重叠)[^.!?\\n]{0,20}(?:across|between|train and|训练集和)", "训练集(?:和|与|跟)(?:测试|验证)集{G}(?:重复|重叠)", "data leak(?:age)?|数据泄[漏露]"),
    "related_samples_in_both_sets": ("(?:same|同一个?)[^.!?\\n]{0,4} ?(?:video|patient|视频|病人|person|患者){W}(?:both|训练{W}验证|train{W}val)",),
    "small_validation_set": (r"(?:val(?:idation)? set|验证集)(?: is| has| have)?(?: just| only|就|只|才)?(?:有)?{G}(?:太小|很小|too small|tiny|\d{1,2} ?(?:张|samples|个|images|条))",),
    "scaler_fitted_on_all_data": (r"(?:normali[sz]ed|scaled|标准化|fit){W}(?:before (?:the )?split|划分(?:数据集)?之前|全部数据)", "normali[sz]ed the whole dataset"),
    "test_from_other_source": ("test (?:data|set|images){G}(?:different|another|other) (?:hospital|source|camera|site|place)", "测试(?:集|数据){G}来源不"),
    "shape_warning": ("using a target size|target size[^.]{0,40}different to the input size|broadcast(?:ing)? warning",),
}  # fmt: skip
