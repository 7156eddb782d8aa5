"""Two consultations with the real desk, as Markdown: what the README shows.

    python -m benchmarks.transcripts

The person answers what is written down here and "I don't know" to everything else.
"""

import tempfile
from pathlib import Path
from typing import Any

from app import create_app, logs
from app.settings import Settings

TURNS = 4
CAUSES = 4
PEOPLE = {
    "en": (
        "Training accuracy goes to 99% but val acc is stuck at 62%, and val loss keeps rising. "
        "lr=1e-3, batch size 32, 2000 images",
        {
            "how_the_sets_differ": "none_of_these",
            "how_large_the_network_is": "large_network_from_scratch",
            "large_network_from_scratch": "present",
            "far_more_weights_than_samples": "present",
            "what_the_data_is_like": "none_of_these",
            "few_training_samples": "present",
            "augmentation_used": "absent",
            "dropout_used": "absent",
            "regularisation_used": "absent",
            "validation_gap_from_start": "absent",
        },
    ),
    "zh": (
        "训练几百步之后 loss 突然变成 nan，前面一直正常下降，lr=0.1",
        {
            "inputs_contain_nan": "absent",
            "labels_contain_nan": "absent",
            "division_in_model": "absent",
            "square_root_in_model": "absent",
            "training_loss_diverges": "present",
            "training_loss_not_decreasing": "absent",
            "loss_swings_late": "absent",
            "training_loss_oscillates": "present",
            "training_loss_spikes": "present",
            "gradient_norm_spikes": "present",
        },
    ),
}
WORDS = {
    "en": {"you": "you", "it": "whyloss", "other": "something unknown", "try": "first fix"},
    "zh": {"you": "你", "it": "whyloss", "other": "未知原因", "try": "先试"},
}
UNKNOWN = {"en": "I don't know", "zh": "不知道"}


def transcript(client, language: str) -> list[str]:
    text, told = PEOPLE[language]
    words = WORDS[language]
    lines = [f"**{words['you']}**: {text}", ""]
    shown = client.post("/api/v1/consultations", json={"language": language, "text": text}).json
    lines += _heard(shown, words)
    for _ in range(TURNS):
        question = shown["state"]["question"]
        if not question or not question["items"]:
            break
        answers, said = _answers(question, told, language)
        lines += [f"**{words['it']}**: {_asked(question)}", "", f"**{words['you']}**: {said}", ""]
        path = f"/api/v1/consultations/{shown['id']}/answers"
        shown = client.post(path, json={"answers": answers}).json
    return lines + _verdict(shown["state"], words)


def _asked(question: dict[str, Any]) -> str:
    items = question["items"]
    if len(items) == 1:
        return items[0].get("text") or question["text"]
    return question["text"] + "".join(f"\n- {item['text']}" for item in items)


def _heard(shown: dict[str, Any], words: dict[str, str]) -> list[str]:
    return [f"**{words['it']}**: {line}\n" for line in shown["transcript"][-1]["lines"]]


def _answers(question, told, language) -> tuple[dict[str, Any], str]:
    answers, said = {}, []
    for item in question["items"]:
        choice = told.get(item["id"], "unknown")
        kind = "state" if choice in ("present", "absent", "unknown") else "value"
        answers[item["id"]] = {kind: choice}
        labels = {shown["id"]: shown["label"] for shown in item["choices"]}
        said.append(labels.get(choice, UNKNOWN[language]))
    return answers, " · ".join(said)


def _verdict(state: dict[str, Any], words: dict[str, str]) -> list[str]:
    ranked = [f"{c['probability']:.0%} {c['name']}" for c in state["causes"][:CAUSES]]
    ranked.append(f"{state['other_probability']:.0%} {words['other']}")
    lines = [f"**{words['it']}**: " + " · ".join(ranked), ""]
    for line in state["triage"]:
        lines += [line["text"], ""]
    if state["fixes"]:
        fix = state["fixes"][0]
        lines += [f"*{words['try']}*: {fix['name']}. {fix['advice'] or fix['steps'][0]}", ""]
        if fix["code"]:
            lines += ["```python", fix["code"].rstrip(), "```", ""]
    return lines


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), log_level="ERROR")
        logs.configure(settings)
        client = create_app(settings).test_client()
        for language in PEOPLE:
            print("\n".join(transcript(client, language)))


if __name__ == "__main__":
    main()
