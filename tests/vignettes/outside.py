"""Read the outside cases: one file a family, its causes' cases in a list."""

from pathlib import Path
from typing import Literal

from pydantic import Field, TypeAdapter

from knowledge_base.loader import read_yaml
from knowledge_base.model import Vignette

HERE = Path(__file__).parent


class OutsideVignette(Vignette):
    """A case as somebody would tell it, and what was really wrong: one cause, or two at once."""

    id: str
    causes: tuple[str, ...] = Field(min_length=1, max_length=2)
    expect: Literal["first", "top_3"]


READ = TypeAdapter(tuple[OutsideVignette, ...])


def by_family() -> dict[str, tuple[OutsideVignette, ...]]:
    return {
        path.stem: READ.validate_python(read_yaml(path)) for path in sorted(HERE.glob("*.yaml"))
    }
