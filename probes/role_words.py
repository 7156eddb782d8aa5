"""The words, English and Chinese, by which the names of logged columns tell what they hold."""


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


TRAIN = words_of("train training trn tr learn trainset trainingset 训练")
VALIDATION = words_of(
    "val valid validation dev eval evaluation holdout heldout va vld valset devset evalset 验证"
)
TEST = words_of("test testing tst testset te 测试")

LOSS = words_of(
    "loss losses cost objective nll logloss mlogloss crossentropy xent celoss 损失 "
    "binary_logloss multi_logloss"
)
# A loss by these names is the whole loss, not one of its terms.
WHOLE = words_of(
    "total overall avg average mean epoch step running batch batches smoothed smooth "
    "ema set mini cross entropy categorical sparse binary ce model 总 平均 当前 current "
    "cur iter"
)

HIGHER = {
    **dict.fromkeys(words_of("acc accuracy 准确率 正确率 acc1 top1 accu"), "accuracy"),
    **dict.fromkeys(words_of("top5 acc5"), "top5_accuracy"),
    **{
        word: word
        for word in words_of(
            "precision recall f1 auc auroc prauc ap ap50 map map50 iou miou dice bleu rouge r2 "
            "psnr ssim reward kappa mcc pearson spearman ndcg mrr sensitivity specificity"
        )
    },
    **dict.fromkeys(words_of("f1score fscore"), "f1"),
    **dict.fromkeys(words_of("return returns"), "reward"),
    "召回率": "recall",
    "精确率": "precision",
    "精度": "accuracy",
    "奖励": "reward",
}
LOWER = {
    **{
        word: word
        for word in words_of("mae mse rmse mape msle wer cer perplexity fid eer bpc bpb merror")
    },
    **dict.fromkeys(words_of("err error 错误率 误差"), "error"),
    **dict.fromkeys(words_of("ppl 困惑度"), "perplexity"),
}
# Kept as shares: where such a column runs up to 100 it is in percent.
SHARES = words_of(
    "accuracy top5_accuracy precision recall f1 auc auroc iou miou dice map map50 "
    "error sensitivity specificity"
)

LEARNING_RATE = words_of("lr learningrate 学习率")
GRADIENT_NORM = words_of("gradnorm gnorm gradientnorm 梯度范数")
LOSS_SCALE = words_of("lossscale gradscale scaler scale")
STEP = words_of(
    "step steps globalstep iter iters iteration iterations batch batches it update "
    "updates numupdates minibatch trainstep 步 步数 迭代"
)
EPOCH = words_of("epoch epochs ep 轮 轮次 周期 numepochs")
TIME = words_of(
    "time elapsed eta walltime wall timestamp runtime duration secs seconds sec ms 时间 耗时 用时"
)
# Something derived from a series, not the series itself.
DERIVED = words_of(
    "best min max lowest highest previous prev old delta diff improvement weight "
    "ratio std var target threshold coef factor patience count counter per num "
    "samples size speed throughput 最佳 最好 最低 最高"
)

# Chinese terms are found inside a name, longest first: 训练集损失 is 训练 + 损失.
CHINESE = tuple(
    sorted(
        {
            word
            for words in (
                TRAIN,
                VALIDATION,
                TEST,
                LOSS,
                WHOLE,
                HIGHER,
                LOWER,
                LEARNING_RATE,
                GRADIENT_NORM,
                STEP,
                EPOCH,
                TIME,
                DERIVED,
            )
            for word in words
            if not word.isascii()
        },
        key=lambda word: (-len(word), word),
    )
)
