"""Write the reference anew: `python -m docs`."""

from pathlib import Path

from docs import causes, probes
from knowledge_base import KnowledgeBase, load
from knowledge_base.model import LANGUAGES

HERE = Path(__file__).parent


def pages(kb: KnowledgeBase) -> dict[str, str]:
    """File name -> Markdown, all that is generated."""
    told = {"probes.md": probes.page(kb)}
    told |= {f"causes.{language}.md": causes.page(kb, language) for language in LANGUAGES}
    return told


def main() -> None:
    for name, text in pages(load()).items():
        (HERE / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
