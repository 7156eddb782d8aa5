"""Logs as the common trainers print them, made up line by line for the tests."""

# ruff: noqa: E501, W291

KERAS = """Epoch 1/3
1875/1875 [==============================] - 5s 2ms/step - loss: 0.2609 - accuracy: 0.9247 - val_loss: 0.1349 - val_accuracy: 0.9590
Epoch 2/3
1875/1875 [==============================] - 4s 2ms/step - loss: 0.1145 - accuracy: 0.9660 - val_loss: 0.1012 - val_accuracy: 0.9700
Epoch 3/3
1875/1875 ━━━━━━━━━━━━━━━━━━━━ 4s 2ms/step - accuracy: 0.9660 - loss: nan - val_accuracy: 0.97 - val_loss: 0.1
"""
KERAS_BACKSPACES = (
    "Epoch 1/2\n  32/1000 [..] - ETA: 5s - loss: 2.3"
    + "\b" * 40
    + " 500/1000 [==..] - ETA: 0:02 - loss: 1.3"
    + "\b" * 40
    + "1000/1000 [====] - 1s 1ms/step - loss: 1.1 - val_loss: 1.2\n"
    + "Epoch 2/2\n1000/1000 [====] - 1s - loss: 0.9 - val_loss: 1.0\n"
)
BRACKETS = "[12/100] train loss=0.52 val_acc=81.2%\n[13/100] train loss=0.50 val_acc=82.2%\n"
BARS = "Epoch: 3 | Train Loss: 0.4 | Val. Acc: 81%\nEpoch: 4 | Train Loss: 0.3 | Val. Acc: 85%\n"
STEPS = "step 100, loss 2.31, lr 3e-4\nstep 200, loss 2.1, lr 3e-4\n"
NANO_GPT = """step 0: train loss 4.2874, val loss 4.2823
iter 0: loss 4.2, time 24123.5ms, mfu -100.00%
iter 10: loss 3.2, time 24.5ms, mfu 5.00%
step 20: train loss 2.2874, val loss 2.2823
"""
HF_TRAINER = """{'loss': 2.3, 'learning_rate': 5e-05, 'epoch': 0.1}
 10%|█         | 20/200 [00:10<01:40,  1.9it/s]{'loss': 2.0, 'grad_norm': 1.5, 'learning_rate': 4e-05, 'epoch': 0.2}
{'eval_loss': 2.05, 'eval_runtime': 3.2, 'eval_samples_per_second': 100.5, 'epoch': 0.2}
{'train_runtime': 33.2, 'train_samples_per_second': 5.1, 'train_loss': 2.15, 'epoch': 0.2}
"""
FASTAI = """epoch     train_loss  valid_loss  accuracy  time    
0         0.508271    0.408340    0.812000  00:10
1         0.408271    0.308340    0.852000  00:10
"""
CHINESE = """第3轮 训练损失 0.52 验证损失 0.88 验证准确率 71%
第4轮 训练损失 0.42 验证损失 0.98 验证准确率 72%
"""
FULL_WIDTH = """第３轮：训练集损失为０．５２，验证集准确率达到７１％
第４轮：训练集损失为０．５，验证集准确率达到７２％
"""
CHINESE_MIXED = """epoch 3：训练loss 0.52，验证loss 0.88，学习率 1e-3
epoch 4：训练loss 0.42，验证loss 0.98，学习率 1e-3
"""
MNIST = """Train Epoch: 1 [0/60000 (0%)]\tLoss: 2.300000
Train Epoch: 1 [30000/60000 (50%)]\tLoss: 0.500000

Test set: Average loss: 0.0400, Accuracy: 9834/10000 (98%)

Train Epoch: 2 [0/60000 (0%)]\tLoss: 0.300000
Train Epoch: 2 [30000/60000 (50%)]\tLoss: 0.200000

Test set: Average loss: 0.0300, Accuracy: 9900/10000 (99%)
"""
IMAGENET = """Epoch: [0][  1/5005]\tTime  6.5 ( 6.5)\tData  2.1 ( 2.1)\tLoss 6.9e+00 (6.95e+00)\tAcc@1   0.39 (  0.39)\tAcc@5   1.17 (  1.17)
Epoch: [0][ 11/5005]\tTime  0.5 ( 1.5)\tData  2.1 ( 2.1)\tLoss 6.8e+00 (6.95e+00)\tAcc@1   1.39 (  0.39)\tAcc@5   2.17 (  1.17)
 *   Acc@1 10.500 Acc@5 20.300
Epoch: [1][  1/5005]\tTime  6.5 ( 6.5)\tData  2.1 ( 2.1)\tLoss 5.9e+00 (6.95e+00)\tAcc@1   3.39 (  0.39)\tAcc@5   5.17 (  1.17)
"""
LIGHTNING_BAR = (
    "\rEpoch 0:   0%|          | 0/938 [00:00<?, ?it/s]"
    "\rEpoch 0: 100%|██████████| 938/938 [00:05<00:00, 160.51it/s, v_num=0, train_loss=0.255, val_loss=0.16]"
    "\rEpoch 1:  50%|█████     | 469/938 [00:02<00:02, 160.51it/s, v_num=0, train_loss=0.155, val_loss=0.16]"
    "\rEpoch 1: 100%|██████████| 938/938 [00:05<00:00, 160.51it/s, v_num=0, train_loss=0.105, val_loss=0.12]"
)
XGBOOST = "[0]\ttrain-logloss:0.61\tvalidation-logloss:0.63\n[1]\ttrain-logloss:0.51\tvalidation-logloss:0.53\n"
LIGHTGBM = (
    "[10]\ttraining's binary_logloss: 0.5\tvalid_1's binary_logloss: 0.6\n"
    "[20]\ttraining's binary_logloss: 0.4\tvalid_1's binary_logloss: 0.55\n"
)
LOGGING = """2026-01-05 10:00:01,123 - __main__ - INFO - Epoch [1/20], Step [100/600], Loss: 0.3510
2026-01-05 10:00:02,123 - __main__ - INFO - Epoch [1/20], Step [200/600], Loss: 0.3310
INFO:root:saved
[2026-01-05 10:00:02] INFO train.py:12: Epoch [2/20], Step [100/600], Loss: 0.2510
"""
COLOURED = (
    "\x1b[32m2026-01-05 10:00:01\x1b[0m | \x1b[1mINFO    \x1b[0m | epoch 1 train_loss=\x1b[31m0.9\x1b[0m val_loss=1.0\n"
    "\x1b[32m2026-01-05 10:00:09\x1b[0m | \x1b[1mINFO    \x1b[0m | epoch 2 train_loss=\x1b[31m0.5\x1b[0m val_loss=0.8\n"
)
CONTEXT = """Epoch 1 - Train: loss 0.5 acc 0.8 | Val: loss 0.7, acc 0.75
Epoch 2 - Train: loss 0.4 acc 0.82 | Val: loss 0.6, acc 0.78
"""
TWO_LINES_AN_EPOCH = """Epoch 1/2
----------
train Loss: 0.6510 Acc: 0.6189
val Loss: 0.2300 Acc: 0.9150

Epoch 2/2
----------
train Loss: 0.5510 Acc: 0.7189
val Loss: 0.2100 Acc: 0.9250
"""
NOTEBOOK_TABLE = "Step\tTraining Loss\tValidation Loss\tAccuracy\n500\t0.52\t0.48\t0.81\n1000\t0.42\t0.47\t0.83\n"
NOT_A_NUMBER = """epoch 1 learning rate 0.1 training loss 2.5 grad norm 12.5
epoch 2 learning rate 0.1 training loss -inf grad norm inf
epoch 3 learning rate 0.1 training loss nan grad norm NaN
"""
MM = """2026-05-01 12:00:00,111 - mmdet - INFO - Epoch [1][50/7330]\tlr: 1.978e-03, eta: 1 day, 4:00:01, time: 0.512, memory: 3000, loss_cls: 1.2, loss_bbox: 0.5, loss: 1.7, grad_norm: 5.2
2026-05-01 12:00:20,111 - mmdet - INFO - Epoch [1][100/7330]\tlr: 3.978e-03, eta: 1 day, 4:00:01, time: 0.512, memory: 3000, loss_cls: 1.1, loss_bbox: 0.4, loss: 1.5, grad_norm: 4.2
"""
CATBOOST_LIKE_NOISE = """Using cuda:0 device
Downloading 100%|██| 170M/170M [00:10<00:00]
Epoch 1 finished with train loss 0.81 and val loss 0.9.
Epoch 00001: val_loss improved from inf to 0.9, saving model to best-0.90.h5
Epoch 2 finished with train loss 0.61 and val loss 0.7.
Epoch 00002: val_loss did not improve from 0.9
Best val loss: 0.7
"""
SEMICOLONS = "Ep. 1; tr_loss = .9; dev_loss = 1.1; dev_f1 = 0.3\nEp. 2; tr_loss = .8; dev_loss = 1.0; dev_f1 = 0.4\n"
