"""What the zygote of the pre-flight imports: NumPy and the readers, no torch."""

import pkgutil
from importlib import import_module

import probes.formats


def warm() -> None:
    for module in ("hashlib", "mmap", "zipfile", "csv"):
        import_module(module)
    import_all(probes.formats)


def import_all(package) -> None:
    """A module that cannot be imported is left out here: the job that needs it reports it."""
    for module in pkgutil.iter_modules(package.__path__):
        try:
            import_module(f"{package.__name__}.{module.name}")
        except Exception:
            continue
