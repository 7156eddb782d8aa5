"""Knowledge bases made up for tests: any size, any numbers, no YAML."""

import hashlib
from collections.abc import Mapping

import numpy as np

from knowledge_base import Cause, Finding, Fix, KnowledgeBase, Text
from knowledge_base.model import Option, Phrases, Prior, Scale, Scales

SAY = Text(en="x", zh="x")
WORDS = {
    "always": 0.97,
    "usually": 0.8,
    "often": 0.55,
    "sometimes": 0.25,
    "rarely": 0.06,
    "never": 0.01,
}
COMMON = {"very_common": 8, "common": 4, "occasional": 2, "rare": 0.7}
PRIOR = {
    "other": 0.05, "healthy_after_complaint": 0.03, "healthy_from_files": 1.0, "faults": 0.35
}  # fmt: skip
NO_NOISE = {name: {"false_alarm": 0, "miss": 0} for name in ("asked", "said", "measured", "tried")}
NOISE = {
    "asked": {"false_alarm": 0.02, "miss": 0.1}, "said": {"false_alarm": 0.02, "miss": 0.05},
    "measured": {"false_alarm": 0.01, "miss": 0.05}, "tried": {"false_alarm": 0.05, "miss": 0.1},
}  # fmt: skip


def scales(noise=NOISE, likelihood=WORDS, **prior) -> Scales:
    return Scales(
        likelihood=likelihood,
        commonness=COMMON,
        channel=noise,
        prior=Prior(**{**PRIOR, **prior}),
        temperature=1.0,
        other_background=0.25,
    )


def finding(**more) -> Finding:
    return Finding(
        **{"name": SAY, "question": SAY, "how_to_tell": SAY, "phrases": Phrases(), **more}
    )


def choice(**weights: float) -> Finding:
    return finding(
        kind="choice", options={k: Option(name=SAY, weight=w) for k, w in weights.items()}
    )


def number(edges=(1.0, 10.0), names=("low", "usual", "high"), **scale) -> Finding:
    options = {name: Option(name=SAY) for name in names}
    return finding(kind="number", options=options, scale=Scale(edges=edges, **scale))


def cause(findings: Mapping, **more) -> Cause:
    return Cause(
        **{
            "name": SAY, "why": SAY, "how_common": "common", "findings": findings, "fixes": {},
            "sources": ("S01",), "vignettes": (), **more,
        }
    )  # fmt: skip


def fix(**more) -> Fix:
    return Fix(
        **{
            "name": SAY, "steps": (SAY,), "code": {"pytorch": "x = $rate"},
            "defaults": {"rate": 1}, "minutes": 5, "needs_rerun": False, "risk": "safe",
            "worked_if": SAY, "sources": ("S01",), **more,
        }
    )  # fmt: skip


def base(
    findings: Mapping, causes: Mapping, fixes: Mapping | None = None, scale: Scales | None = None
):
    scale = scale or scales()
    name = hashlib.sha256(repr((findings, causes, fixes, scale)).encode()).hexdigest()
    return KnowledgeBase(
        findings=dict(findings), causes=dict(causes), families=dict.fromkeys(causes, "made_up"),
        fixes=dict(fixes or {}), checklists={}, words={}, scales=scale, hash=name,
    )  # fmt: skip


def noisy_or(rng: np.random.Generator, causes: int, findings: int) -> KnowledgeBase:
    """A plain leaky noisy-OR network: no OTHER, no inhibition, no channel."""
    ladder = {
        word: float(p)
        for word, p in zip(WORDS, sorted(rng.uniform(0.1, 0.95, 5))[::-1], strict=False)
    }
    ladder["never"] = float(rng.uniform(0.01, 0.09))
    sick = {}
    for i in range(causes):
        parents = rng.choice(findings, size=min(findings, int(rng.integers(1, 5))), replace=False)
        words = rng.choice(["always", "usually", "often", "sometimes", "rarely"], size=len(parents))
        told = {f"f{j:02}": str(word) for j, word in zip(parents, words, strict=True)}
        sick[f"c{i:02}"] = cause(told, how_common=str(rng.choice(list(COMMON))))
    prior = {
        "other": 1e-300,
        "healthy_after_complaint": 1.0,
        "faults": float(rng.uniform(0.2, 1.5)),
    }
    known = {f"f{j:02}": finding(usual="never") for j in range(findings)}
    return base(known, sick, scale=scales(NO_NOISE, ladder, **prior))


def large(
    rng: np.random.Generator, causes: int = 80, findings: int = 160, choices: int = 20
) -> KnowledgeBase:
    """The density of the real one: four to five causes a finding, choices, implications."""
    usual = ["rarely", "rarely", "rarely", "sometimes", "often"]
    known = {
        f"f{j:04}": finding(
            usual=str(rng.choice(usual)), group=f"g{j % 12}",
            cost=float(rng.choice([0.3, 0.5, 1, 3])),
            upload=("history",) if j % 5 == 0 else (),
            implies=(f"f{j - 1:04}",) if j % 20 == 19 else (),
        )
        for j in range(findings)
    }  # fmt: skip
    known |= {f"choice{j:03}": choice(a=1, b=2, c=0.5, d=1) for j in range(choices)}
    told: dict[str, dict] = {f"c{i:04}": {} for i in range(causes)}
    sure = ["always", "usually", "usually", "often", "often", "sometimes"]
    for j in range(findings):
        for i in rng.choice(causes, size=min(causes, 1 + int(rng.poisson(3.5))), replace=False):
            told[f"c{i:04}"][f"f{j:04}"] = str(rng.choice(sure))
    for j in range(choices):
        for i in rng.choice(causes, size=4, replace=False):
            told[f"c{i:04}"][f"choice{j:03}"] = {str(rng.choice(list("abcd"))): "usually"}
    fixes = {f"fix_{i:04}": fix() for i in range(causes)}
    sick = {
        name: cause(
            words, how_common=str(rng.choice(list(COMMON))), fixes={f"fix_{name[1:]}": "usually"}
        )
        for name, words in told.items()
    }
    return base(known, sick, fixes)
