"""Artifacts by name: those uploaded, and those made from them, each made once and only if asked."""

import pkgutil
import traceback
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from inspect import Parameter, signature
from types import ModuleType

from probes.refusal import Refusal


class Missing(Exception):
    """The upload lacks the artifact `name`, or holds one that cannot serve."""

    def __init__(self, name: str):
        super().__init__(name)
        self.name = name


def names_in(package: ModuleType) -> list[str]:
    """Every module of a package: the folder is the list."""
    return list(_names_in(tuple(package.__path__)))


@cache
def _names_in(folders: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(module.name for module in pkgutil.iter_modules(folders)))


@cache
def parameters_of(function: Callable) -> Mapping[str, Parameter]:
    """What a function asks for; read once, for that takes longer than many a probe."""
    return signature(function).parameters


def load(package: ModuleType, name: str) -> ModuleType:
    return import_module(f"{package.__name__}.{name}")


class Shelf:
    def __init__(self, upload: Mapping[str, object], makers: ModuleType):
        self._made = dict(upload)
        self._makers = makers
        self._known = frozenset(names_in(makers))
        self._in_making: list[str] = []

    def take_for(self, function: Callable) -> dict[str, object]:
        """Exactly the artifacts a function names, and no others."""
        taken = {}
        for name, parameter in parameters_of(function).items():
            try:
                taken[name] = self._take(name)
            except (Missing, Refusal):
                if parameter.default is Parameter.empty:
                    raise
        return taken

    def sources_of(self, function: Callable) -> frozenset[str]:
        """What an upload must hold for `function`, also through other artifacts or as an option."""
        found, open_names = set(), list(parameters_of(function))
        for name in open_names:  # it grows meanwhile
            if name not in self._known:
                found.add(name)
            else:
                made_from = parameters_of(getattr(load(self._makers, name), name))
                open_names += [other for other in made_from if other not in open_names]
        return frozenset(found)

    def _take(self, name: str) -> object:
        if name not in self._made:
            self._made[name] = self._make(name)
        if isinstance(self._made[name], Exception):
            raise self._made[name]
        return self._made[name]

    def _make(self, name: str) -> object:
        """The artifact, or the error that every probe asking for it will report."""
        if name not in self._known:
            return Missing(name)
        if name in self._in_making:
            return RecursionError(" -> ".join([*self._in_making, name]))
        self._in_making.append(name)
        try:
            make = getattr(load(self._makers, name), name)
            return make(**self.take_for(make))
        except Exception as error:
            # A kept error would keep the arrays of every frame it passed through.
            traceback.clear_frames(error.__traceback__)
            return error
        finally:
            self._in_making.pop()
