"""Logs in the manner of many people: a template of one epoch each, and what it should give.

`gives` lists what must be read and nothing beside it: T and V are the losses, TA and VA the
accuracies, other metrics by name; a `*` asks for the series alone, not for its values.
"""

# ruff: noqa: E501

from dataclasses import dataclass

RUN = [
    {"e": 1, "t": 1.21, "v": 1.30, "ta": 0.51, "va": 0.49, "s": 12.3, "lr": 0.001},
    {"e": 2, "t": 0.92, "v": 1.04, "ta": 0.62, "va": 0.59, "s": 12.1, "lr": 0.001},
    {"e": 3, "t": 0.71, "v": 0.88, "ta": 0.74, "va": 0.68, "s": 12.4, "lr": 0.0005},
    {"e": 4, "t": 0.55, "v": 0.79, "ta": 0.80, "va": 0.72, "s": 12.2, "lr": 0.0005},
    {"e": 5, "t": 0.43, "v": 0.76, "ta": 0.85, "va": 0.73, "s": 12.3, "lr": 0.0001},
]
# The same run for a problem of two classes: its losses lie below 1 all the way.
SMALL = [row | {"t": row["t"] / 2, "v": row["v"] / 2} for row in RUN]


@dataclass(frozen=True)
class Sample:
    """`step` is printed four times before each epoch's lines; `head` once before all."""

    name: str
    each: str
    gives: str
    head: str = ""
    step: str = ""
    run: tuple = tuple(RUN)
    counted: bool = True  # the x axis must hold the epochs

    @property
    def text(self) -> str:
        return self.head + "".join(self._epoch(row) for row in self.run)

    def _epoch(self, row: dict) -> str:
        row = row | {"e0": row["e"] - 1, "tap": 100 * row["ta"], "vap": 100 * row["va"]}
        row |= {"g": 400 * row["e"], "terr": 1 - row["ta"], "verr": 1 - row["va"]}
        told = ""
        for i in range(4 if self.step else 0):
            told += self.step.format(
                i=100 * i,
                g=400 * row["e0"] + 100 * i,
                l=row["t"] + 0.02 * (4 - i),
                **{k: v for k, v in row.items() if k != "g"},
            )
        return told + self.each.format(**row)


S = Sample
# Those that were reported as refused or half read.
REPORTED = [
    S("slash counter", "[{e}/20] train {t:.3f} test {v:.3f} acc {vap:.1f}%\n", "T V VA"),
    S("bare splits in bars", "epoch {e} | train {t:.2f} | val {v:.2f}\n", "T V"),
    S(
        "bare splits below one",
        "epoch {e} | train {t:.3f} | val {v:.3f}\n",
        "T V",
        run=tuple(SMALL),
    ),
    S("glued ep", "ep{e:03d} tr={t:.2f} va={v:.2f}\n", "T V"),
    S("number first", "{e}: train {t:.2f} valid {v:.2f}\n", "T V"),
    S("acc in brackets", "epoch {e}: train {t:.2f} / val {v:.2f} (acc {va:.2f})\n", "T V VA"),
    S("commas and colons", "Epoch {e}, train: {t:.2f}, val: {v:.2f}\n", "T V"),
    S("loss and val", "epoch {e} loss {t:.2f} val {v:.2f}\n", "T V"),
    S("chinese bare splits", "第{e}轮 训练 {t:.2f} 验证 {v:.2f}\n", "T V"),
    S("initials", "E{e} L={t:.2f} VL={v:.2f} VA={va:.2f}\n", "T V VA"),
    S("two names of one", "epoch {e} train/val loss: {t:.2f} / {v:.2f}\n", "T V"),
    S("va_loss va_acc", "epoch {e} tr_loss {t:.2f} va_loss {v:.2f} va_acc {va:.2f}\n", "T V VA"),
    S(
        "measure before splits",
        "Ep {e} | loss tr {t:.2f} va {v:.2f} | acc tr {ta:.2f} va {va:.2f}\n",
        "T V TA VA",
    ),
    S("columns under names", "{e} {t:.2f} {v:.2f}\n", "T V", head="epoch train_loss val_loss\n"),
    S("columns under bare names", "{e} {t:.2f} {v:.2f}\n", "T V", head="epoch train val\n"),
    S("tl vl", "{e}: tl {t:.2f} vl {v:.2f}\n", "T V"),
    S("tuples", "epoch {e} train=({t:.2f}, {tap:.1f}%) val=({v:.2f}, {vap:.1f}%)\n", "T V TA VA"),
    S("val in brackets", "epoch {e} loss {t:.2f} (val {v:.2f})\n", "T V"),
    S("pair of one metric", "epoch {e} mse {t:.2f}/{v:.2f}\n", "T V"),
    S(
        "arrow rows under a head",
        ">> {e} | {t:.4f} | {v:.4f} | {vap:.1f}\n",
        "T V VA",
        head="epoch | train | val | acc\n",
    ),
    S("csv train,val", "{t:.3f},{v:.3f}\n", "T V", head="train,val\n", counted=False),
    S("csv tr,va", "{e},{t:.3f},{v:.3f}\n", "T V", head="epoch,tr,va\n"),
    S("csv trn_l,val_l", "{e},{t:.3f},{v:.3f}\n", "T V", head="epoch,trn_l,val_l\n"),
    S("csv loss,vloss", "{e},{t:.3f},{v:.3f}\n", "T V", head="epoch,loss,vloss\n"),
    S("csv t_loss,v_loss", "{e},{t:.3f},{v:.3f}\n", "T V", head="epoch,t_loss,v_loss\n"),
    S(
        "csv Train,Valid,Acc",
        "{t:.3f},{v:.3f},{va:.3f}\n",
        "T V VA",
        head="Train,Valid,Acc\n",
        counted=False,
    ),
    S("csv L_train,L_val", "{e},{t:.3f},{v:.3f}\n", "T V", head="epoch,L_train,L_val\n"),
    S("csv training,testing", "{t:.3f},{v:.3f}\n", "T V", head="training,testing\n", counted=False),
    S("jsonl bare", '{{"epoch": {e}, "train": {t:.3f}, "val": {v:.3f}}}\n', "T V"),
    S("jsonl tr va", '{{"tr": {t:.3f}, "va": {v:.3f}}}\n', "T V", counted=False),
]
OTHERS = [
    # Prints of home-made loops.
    S(
        "acc in each bracket",
        "Epoch {e}: train {t:.4f} (acc {tap:.1f}%), val {v:.4f} (acc {vap:.1f}%) [{s}s]\n",
        "T V TA VA",
    ),
    S(
        "tr te",
        "ep {e} tr_loss {t:.2f} te_loss {v:.2f} tr_acc {ta:.2f} te_acc {va:.2f} t {s}s\n",
        "T V TA VA",
    ),
    S(
        "slashed loss and share",
        "Epoch {e}/5 Train {t:.2f}/{tap:.1f}% Val {v:.2f}/{vap:.1f}%\n",
        "T V TA VA",
    ),
    S("loss of two in brackets", "Epoch {e} Loss(train/val): {t:.2f}/{v:.2f}\n", "T V"),
    S(
        "two pairs",
        "Epoch {e} train_loss/val_loss {t:.2f}/{v:.2f} train_acc/val_acc {ta:.2f}/{va:.2f}\n",
        "T V TA VA",
    ),
    S("no spaces", "Epoch:{e} Loss:{t:.2f} Val Loss:{v:.2f} Time:{s}s\n", "T V"),
    S("a best beside", "epoch={e} loss={t:.2f} val={v:.2f} best={v:.2f}\n", "T V"),
    S("arrow to val", "epoch {e}: loss {t:.3f} -> val {v:.3f}\n", "T V"),
    S("trn vld", "E{e:02d} | trn {t:.3f} | vld {v:.3f} | acc {vap:.1f}\n", "T V VA"),
    S(
        "a sentence",
        "Epoch {e} finished! Training Loss = {t:.2f}, Validation Loss = {v:.2f}\n",
        "T V",
    ),
    S(
        "a block an epoch",
        "Epoch {e}\n  train loss: {t:.2f}\n  val loss: {v:.2f}\n  val acc: {vap:.1f}%\n",
        "T V VA",
    ),
    S("a block of bare splits", "--- epoch {e} ---\ntrain: {t:.3f}\nval: {v:.3f}\n", "T V"),
    S("what is said", "After epoch {e} the loss is {t:.2f} and the accuracy is {ta:.2f}\n", "T TA"),
    S(
        "test after a bar",
        "Epoch [{e}/5] Loss: {t:.2f} Acc: {tap:.2f}% | Test Loss: {v:.2f} Test Acc: {vap:.2f}%\n",
        "T V TA VA",
    ),
    S(
        "splits before pairs",
        "{e} train: loss={t:.2f} acc={ta:.2f}; eval: loss={v:.2f} acc={va:.2f}\n",
        "T V TA VA",
        counted=False,
    ),
    S("hash and v", "#{e} loss={t:.4f} vloss={v:.4f} vacc={va:.4f}\n", "T V VA", counted=False),
    S(
        "camel",
        "epoch {e} trainLoss: {t:.3f} validLoss: {v:.3f} trainAcc: {ta:.3f} validAcc: {va:.3f}\n",
        "T V TA VA",
    ),
    S("shouted", "EPOCH {e} -- TRAIN {t:.3f} -- VALID {v:.3f}\n", "T V"),
    S(
        "slashes in names",
        "Epoch {e} | train/loss {t:.3f} | val/loss {v:.3f} | val/acc {va:.3f}\n",
        "T V VA",
    ),
    S("loss first", "epoch: {e}, loss_train: {t:.3f}, loss_val: {v:.3f}\n", "T V"),
    S(
        "averages",
        "Epoch {e} - avg_train_loss: {t:.4f}  avg_val_loss: {v:.4f} time: {s:.0f}s\n",
        "T V",
    ),
    S("initials with sets", "epoch {e}: L_tr={t:.2f} L_va={v:.2f} A_va={va:.2f}\n", "T V VA"),
    S("a test score", "Epoch {e}, Loss {t:.2f}, Test {vap:.1f}%\n", "T VA"),
    S("d2l", "epoch {e}, loss {t:.3f}, train acc {ta:.3f}, test acc {va:.3f}\n", "T TA VA"),
    S("debugging f-string", "epoch={e} loss.item()={t:.3f} val_loss.item()={v:.3f}\n", "T V"),
    S(
        "divided in the name",
        "epoch={e} train_loss/len(loader)={t:.3f} val_loss/len(val_loader)={v:.3f}\n",
        "T V",
    ),
    S("numpy scalars", "Epoch {e} loss np.float64({t:.3f}) val_loss np.float64({v:.3f})\n", "T V"),
    S("a dict of splits", "{e} {{'train': {t:.3f}, 'val': {v:.3f}}}\n", "T V", counted=False),
    S("a dict with the epoch", "{{'epoch': {e}, 'train': {t:.3f}, 'valid': {v:.3f}}}\n", "T V"),
    S("tabs", "epoch {e}\ttrain {t:.4f}\tval {v:.4f}\tacc {va:.4f}\ttime {s:.1f}\n", "T V VA"),
    S("time and memory", "epoch {e} | train {t:.3f} | val {v:.3f} | {s:.1f}s | 3200MB\n", "T V"),
    S(
        "perplexities",
        "| end of epoch {e:3d} | time: {s:5.2f}s | valid loss {v:5.2f} | valid ppl {v:8.2f}\n",
        "V perplexity*",
    ),
    S("rmse of two", "epoch {e}: rmse train {t:.3f} val {v:.3f}\n", "T V"),
    S("mae beside", "epoch {e}: train {t:.3f} val {v:.3f} mae {s:.2f}\n", "T V mae*"),
    S(
        "in- and out-of-sample scores",
        "epoch {e} loss {t:.3f} train {ta:.3f} val {va:.3f}\n",
        "T TA VA",
    ),
    S("scores alone", "epoch {e} | train {ta:.3f} | val {va:.3f}\n", "TA VA"),
    S("accuracy of two", "epoch {e} acc train {ta:.3f} test {va:.3f}\n", "TA VA"),
    S("f1 beside", "[{e:>3}] train={t:.3f} dev={v:.3f} f1={va:.3f}\n", "T V f1"),
    S("error rates", "epoch {e} train_err {terr:.3f} test_err {verr:.3f}\n", "T* V*"),
    S(
        "running loss",
        "Finished epoch {e}\n",
        "T*",
        step="[{e}, {i:5d}] loss: {l:.3f}\n",
        counted=False,
    ),
    S(
        "steps and epochs",
        "Epoch {e} done. train: {t:.3f} val: {v:.3f}\n",
        "T* V",
        step="  step {i}/400 loss {l:.3f}\n",
        counted=False,
    ),
    S(
        "batches then eval",
        "==> eval epoch {e}: loss {v:.3f} acc {va:.3f}\n",
        "T* V VA",
        step="epoch {e} batch {i}/400 loss {l:.3f} lr {lr}\n",
        counted=False,
    ),
    # Chinese.
    S(
        "chinese sets",
        "第{e}轮：训练集 loss={t:.2f} acc={ta:.2f}，验证集 loss={v:.2f} acc={va:.2f}\n",
        "T V TA VA",
    ),
    S(
        "chinese names",
        "轮次: {e}/5  损失: {t:.2f}  验证损失: {v:.2f}  验证准确率: {vap:.1f}%\n",
        "T V VA",
    ),
    S("chinese errors", "epoch{e} 训练误差{t:.2f} 测试误差{v:.2f}\n", "T V"),
    S("chinese brackets", "【{e}/5】训练：{t:.2f}，验证：{v:.2f}，用时12秒\n", "T V"),
    S(
        "chinese loss values",
        "训练轮数 {e}, 训练损失值 {t:.2f}, 测试损失值 {v:.2f}, 测试精度 {va:.2f}\n",
        "T V VA",
    ),
    S("chinese bare", "epoch: {e} 损失值: {t:.2f} 正确率: {tap:.2f}%\n", "T TA"),
    S(
        "chinese ordinal epoch",
        "第 {e} 个 epoch，train_loss：{t:.2f}，test_acc：{vap:.0f}%\n",
        "T VA",
    ),
    S("chinese mixed", "[Epoch {e}] 训练 loss: {t:.2f} | 验证 loss: {v:.2f} | lr: {lr}\n", "T V"),
    S(
        "chinese sets bare",
        "Epoch {e}/5 训练集 {t:.3f} 测试集 {v:.3f} 准确率 {vap:.1f}%\n",
        "T V VA",
    ),
    S("chinese table", "{e}\t{t:.3f}\t{v:.3f}\n", "T V", head="轮次\t训练\t验证\n"),
    S("chinese pair", "第{e}轮 训练/验证损失 {t:.3f}/{v:.3f}\n", "T V"),
    # Bars.
    S(
        "tqdm postfix",
        "Epoch {e}: 100%|██████████| 100/100 [00:10<00:00,  9.5it/s, loss={t:.2f}, val={v:.2f}]\n",
        "T V",
    ),
    S(
        "tqdm description",
        "epoch {e} train loss {t:.2f} val loss {v:.2f}: 100%|██████████| 100/100 [00:10<00:00,  9.53it/s]\n",
        "T V",
    ),
    S(
        "tqdm two bars",
        "\r[{e}/5] train: 100%|██████████| 100/100 [00:10<00:00,  9.53it/s, loss={t:.2f}]\n\r[{e}/5] val: 100%|██████████| 20/20 [00:01<00:00, 19.5it/s, loss={v:.2f}]\n",
        "T V",
    ),
    S(
        "keras verbose two",
        "Epoch {e}/5\n625/625 - 3s - loss: {t:.4f} - accuracy: {ta:.4f} - val_loss: {v:.4f} - val_accuracy: {va:.4f} - 3s/epoch - 5ms/step\n",
        "T V TA VA",
    ),
    # Tables.
    S(
        "table in rules",
        "| {e:>5} | {t:>8.4f} | {v:>8.4f} |\n",
        "T V",
        head="+-------+----------+----------+\n| epoch |    train |      val |\n+-------+----------+----------+\n",
    ),
    S(
        "rich table",
        "│ {e}     │ {t:.4f} │ {v:.4f} │ {vap:.1f}% │\n",
        "T V VA",
        head="┏━━━━━━━┳━━━━━━━━┳━━━━━━━━┳━━━━━━━┓\n┃ Epoch ┃ Train  ┃ Valid  ┃ Acc   ┃\n┡━━━━━━━╇━━━━━━━━╇━━━━━━━━╇━━━━━━━┩\n",
    ),
    S(
        "aligned words",
        "{e:5d}  {t:10.4f}  {v:10.4f}  {s:6.1f}\n",
        "T V",
        head="epoch       train       valid    time\n----- ----------- ----------- -------\n",
    ),
    S(
        "printed frame",
        "{e0}      {e}       {t:.3f}     {v:.3f}\n",
        "T V",
        head="   epoch  train_loss  val_loss\n",
    ),
    S(
        "fastai",
        "{e0:<9} {t:<11.6f} {v:<11.6f} {va:<9.6f} 00:12\n",
        "T V VA",
        head="epoch     train_loss  valid_loss  accuracy  time    \n",
        counted=False,
    ),
    # Behind prefixes.
    S(
        "loguru",
        "2026-05-01 10:00:00.123 | INFO     | __main__:train:42 - epoch {e} | train {t:.3f} | val {v:.3f}\n",
        "T V",
    ),
    S(
        "absl",
        "I0501 10:00:00.123456 140245 train.py:42] epoch {e}: train {t:.3f}, eval {v:.3f}\n",
        "T V",
    ),
    S("stdlib logging", "INFO:train:epoch {e} train={t:.3f} val={v:.3f} acc={va:.3f}\n", "T V VA"),
    S("compose", "trainer-1  | 2026-05-01T10:00:00Z [{e:02d}/05] tr {t:.3f} te {v:.3f}\n", "T V"),
    S("json in a log", '10:00:00 INFO {{"epoch": {e}, "train": {t:.3f}, "val": {v:.3f}}}\n', "T V"),
    # Trainers.
    S(
        "transformers five",
        "{{'loss': '{t:.4f}', 'grad_norm': '0.5', 'learning_rate': '5e-05', 'epoch': '{e}'}}\n{{'eval_loss': '{v:.4f}', 'eval_runtime': '3.2', 'epoch': '{e}'}}\n",
        "T V",
    ),
    S(
        "accelerate",
        "epoch {e}: {{'accuracy': {va:.3f}, 'f1': {va:.3f}}} train_loss: {t:.3f}\n",
        "T TA* f1",
    ),
    S(
        "catboost",
        "{e0}:\tlearn: {t:.7f}\ttest: {v:.7f}\tbest: {v:.7f} ({e0})\ttotal: 58ms\tremaining: 1.2s\n",
        "T V",
        counted=False,
    ),
    S(
        "xgboost error",
        "[{e0}]\ttrain-merror:{terr:.5f}\ttest-merror:{verr:.5f}\n",
        "T* V*",
        counted=False,
    ),
    S(
        "lightgbm",
        "[{e}]\ttraining's multi_logloss: {t:.5f}\tvalid_1's multi_logloss: {v:.5f}\n",
        "T V",
    ),
    S(
        "sklearn perceptron",
        "Iteration {e}, loss = {t:.8f}\nValidation score: {va:.6f}\n",
        "T VA*",
        counted=False,
    ),
    S(
        "ignite",
        "Training Results - Epoch: {e}  Avg accuracy: {ta:.2f} Avg loss: {t:.2f}\nValidation Results - Epoch: {e}  Avg accuracy: {va:.2f} Avg loss: {v:.2f}\n",
        "T V TA VA",
    ),
    S(
        "torch quickstart",
        "Test Error: \n Accuracy: {vap:.1f}%, Avg loss: {v:.6f} \n\n",
        "T* V VA",
        step="Epoch {e}\n-----------\nloss: {l:.6f}  [{i:>5d}/60000]\n",
        counted=False,
    ),
    S(
        "modded gpt",
        "step:{g}/2000 val_loss:{v:.4f} train_time:{s:.0f}ms step_avg:55.21ms\n",
        "T* V",
        step="step:{g}/2000 train_loss:{l:.4f} train_time:1234ms step_avg:55.21ms\n",
        counted=False,
    ),
    S(
        "llm.c",
        "val loss {v:.6f}\n",
        "T* V",
        step="step {g:4d}/2000 | loss {l:.6f} (+nanz)| norm 1.5000 (+nanz)| lr 8.57e-07 | 3000.00 ms | 53.1% bf16 MFU | 170000 tok/s\n",
        counted=False,
    ),
    S(
        "megatron",
        "",
        "T*",
        step=" iteration {g:8d}/    2000 | consumed samples: 640 | elapsed time per iteration (ms): 500.0 | learning rate: 1.000E-05 | global batch size: 64 | lm loss: {l:.6E} | loss scale: 1.0 | grad norm: 2.111 | number of skipped iterations: 0 | number of nan iterations: 0 |\n",
        counted=False,
    ),
    S(
        "fairseq",
        "2026-05-01 12:00:00 | INFO | train | epoch {e:03d} | loss {t:.3f} | ppl 5.11 | wps 1000.1 | ups 1.21 | bsz 100 | num_updates {g} | lr 0.0001 | gnorm 1.02 | wall 40\n2026-05-01 12:00:09 | INFO | valid | epoch {e:03d} | valid on 'valid' subset | loss {v:.3f} | ppl 5.44 | wps 4000 | bsz 100 | num_updates {g}\n",
        "T V perplexity*",
        counted=False,
    ),
    S(
        "espnet",
        "{e}epoch results: [train] iter_time=0.122, loss={t:.3f}, acc={ta:.3f}, [valid] iter_time=0.1, loss={v:.3f}, acc={va:.3f}\n",
        "T V TA VA",
        counted=False,
    ),
    S(
        "mmengine",
        "05/01 12:00:00 - mmengine - INFO - Epoch(val) [{e}][79/79]    accuracy/top1: {vap:.4f}  data_time: 0.01  time: 0.03\n",
        "T* VA",
        step="05/01 12:00:00 - mmengine - INFO - Epoch(train)  [{e}][{i}/400]  lr: 1.0e-02  eta: 0:10:00  time: 0.2  data_time: 0.01  memory: 400  loss: {l:.4f}\n",
        counted=False,
    ),
    S(
        "flair",
        "EPOCH {e} done: loss {t:.4f} - lr: 0.1\nDEV : loss {v:.4f} - f1-score (micro avg)  {va:.4f}\n",
        "T V f1",
    ),
    S("mindspore", "", "T*", step="epoch: {e} step: {i}, loss is {l:.5f}\n", counted=False),
    S(
        "paddle",
        "Eval begin...\nstep 157/157 - loss: {v:.4f} - acc: {va:.4f} - 10ms/step\n",
        "T* V TA* VA",
        step="Epoch {e}/5\nstep {i}/400 - loss: {l:.4f} - acc: {ta:.4f} - 20ms/step\n",
        counted=False,
    ),
    S(
        "timm",
        "Test: [  39/39]  Time: 0.101 (0.202)  Loss:  {v:.4f} ({v:.4f})  Acc@1: {vap:.4f} ({vap:.4f})\n",
        "T* V VA",
        step="Train: {e0} [{i:>4d}/400 ( 25%)]  Loss: {l:#.4f} ({l:#.3f})  Time: 0.512s,  250.00/s  (0.512s,  250.00/s)  LR: 1.000e-05  Data: 0.201 (0.201)\n",
        counted=False,
    ),
    # Tables in files.
    S("csv semicolons", "{e};{t:.3f};{v:.3f}\n", "T V", head="epoch;train;valid\n"),
    S("csv index", "{e0},{t:.3f},{v:.3f}\n", "T V", head=",train,val\n", counted=False),
    S(
        "csv initials",
        "{e},{t:.3f},{v:.3f},{ta:.3f},{va:.3f}\n",
        "T V TA VA",
        head="ep,tl,vl,ta,va\n",
    ),
    S("csv glued", "{e},{t:.3f},{v:.3f}\n", "T V", head="epoch,trainloss,testloss\n"),
    S("csv in brackets", "{e},{t:.3f},{v:.3f}\n", "T V", head="Epoch,Loss (train),Loss (val)\n"),
    S("csv scores", "{e},{t:.3f},{ta:.3f},{va:.3f}\n", "T TA VA", head="epoch,loss,train,test\n"),
    S("csv chinese", "{e},{t:.3f},{v:.3f}\n", "T V", head="轮次,训练,验证\n"),
    S(
        "csv train acc",
        "{t:.3f},{ta:.3f},{v:.3f},{va:.3f}\n",
        "T V TA VA",
        head="train,train_acc,val,val_acc\n",
        counted=False,
    ),
    S(
        "jsonl nested",
        '{{"epoch": {e}, "train": {{"loss": {t:.3f}}}, "val": {{"loss": {v:.3f}}}}}\n',
        "T V",
    ),
    S(
        "jsonl e",
        '{{"e": {e}, "tr": {t:.3f}, "va": {v:.3f}, "acc": {va:.3f}}}\n',
        "T V VA",
        counted=False,
    ),
    S("jsonl losses", '{{"epoch": {e}, "train_losses": {t:.3f}, "test_losses": {v:.3f}}}\n', "T V"),
]
# What holds no measure, or none beside those listed.
NOTHING = [
    S("sizes of sets", "epoch {e} train 50000 val 10000\n", ""),
    S("sizes in a loader", "Train: 50000, Val: 10000, Test: {e}0000\n", ""),
    S("times of sets", "epoch {e} | train {s}s | val 3.1s\n", ""),
    S("times in words", "epoch {e} train time {s} val time 3.1{e}\n", ""),
    S("downloads", "[{e}/5] downloading {s} MB of 80.5 MB\n", ""),
    S("monitor", "gpu {e} util {vap:.0f}% mem 3{e}00 temp {s}\n", ""),
    S("numbers without names", "{e} {t:.3f} {v:.3f}\n", ""),
    S("tuples without names", "({e}, {t:.3f}, {v:.3f})\n", ""),
    S("csv of flags", "{e},1,0\n", "", head="id,train,test\n"),
    S("csv of counts", "{e},50{e}00,100{e}0\n", "", head="epoch,train,test\n"),
    S("csv of prices", "{t:.2f},{v:.2f},{s}\n", "", head="open,close,volume\n"),
    S("a counter beside a loss", "epoch {e} loss {t:.3f} train {e}00 val 100\n", "T"),
    S("seconds beside a loss", "epoch {e} loss {t:.3f} train {s}s val 1.{e}s\n", "T"),
    S(
        "a line number",
        "2026-05-01 10:00:00.123 | INFO     | app:train:42 - epoch {e} loss {t:.3f}\n",
        "T",
    ),
    S("memory beside a loss", "epoch {e} loss {t:.3f} mem {s} va {e}00 l2 {v:.3f}\n", "T"),
    S("best beside a loss", "epoch {e} loss {t:.3f} best val {v:.3f}\n", "T"),
    S("letters that mean nothing", "a={t:.3f} b={v:.3f} l1={va:.3f} v={s}\n", ""),
]
