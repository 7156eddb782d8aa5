"""What the labelled messages that judge no longer teach: knowledge_base/messages_told.

    make told

Their texts and labels as they are. Messages that judge blindly (JUDGES) are never among them.
"""

from collections import defaultdict
from pathlib import Path

import yaml

from tests.understanding.messages import HERE

OUT = Path("knowledge_base/messages_told")
PARTS = ("tuning", "locked", "locked_second")  # the last two have been opened three times
JUDGES = ("eighth_",)  # how their topics begin


def rows() -> dict[str, list[tuple[str, str]]]:
    """By language, in the order of their files."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for part in PARTS:
        for path in sorted((HERE / part).glob("*.yaml")):
            if not path.stem.startswith(JUDGES):
                for language, told in yaml.safe_load(path.read_text("utf-8")).items():
                    found[language] |= dict(told)
    return {language: list(told.items()) for language, told in found.items()}


def written(language: str, told: list[tuple[str, str]]) -> str:
    lines = [
        f"# Messages ({language}) and what they tell. Written by benchmarks/messages_told.py.\n"
    ]
    for pair in told:
        flow = yaml.safe_dump(list(pair), allow_unicode=True, default_flow_style=True, width=10**6)
        lines.append(f"- {flow}")
    return "".join(lines)


def main() -> None:
    OUT.mkdir(exist_ok=True)
    for language, told in rows().items():
        OUT.joinpath(f"told_in_{language}.yaml").write_text(written(language, told), "utf-8")


if __name__ == "__main__":
    main()
