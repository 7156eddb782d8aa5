"""Why a test of the sandbox cannot run on a machine, if it cannot."""

import functools
import sys

import pytest

from probes.sandbox import selftest


@functools.cache
def level() -> str:
    return selftest("torch").level if sys.platform == "linux" else "none"


def floor() -> None:
    if level() != "floor":
        pytest.skip(
            "needs seccomp, and Landlock or the right to make namespaces: this machine's sandbox "
            f"reaches only {level()!r}"
        )
