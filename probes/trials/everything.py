"""Every experiment that there is, without torch: the folders are the list."""

from pathlib import Path
from pkgutil import iter_modules

TRY_FIX = "try_fix"
_HERE = Path(__file__).parent


def everything() -> list[tuple[str, str | None]]:
    """(experiment, fix) in the order in which they are offered; `try_fix` once for every fix."""
    names = _names(_HERE.parent / "experiments")
    plain: list[tuple[str, str | None]] = [(name, None) for name in names if name != TRY_FIX]
    return plain + [(TRY_FIX, fix) for fix in _names(_HERE / "changes")]


def _names(folder: Path) -> list[str]:
    return sorted(module.name for module in iter_modules([str(folder)]))
