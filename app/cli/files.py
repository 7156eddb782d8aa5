"""The files that a command takes, by their content or by their role."""

import re
from pathlib import Path
from typing import Any

import click

from probes.device import device

A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
ROLES = ("history", "checkpoint", "model", "batch", "validation_batch", "script")
_OWN_CODE = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_][\w.]*")


class Model(click.ParamType):
    """A .pt2 file, or `package.module:build` in the person's own code."""

    name = "FILE|MODULE:BUILD"

    def convert(self, value: Any, param: Any, ctx: Any) -> Path | str:
        if isinstance(value, str) and _OWN_CODE.fullmatch(value) and not Path(value).exists():
            return value
        return A_FILE.convert(value, param, ctx)


def file_options(command):
    """FILES, and one option for every role."""
    for role in reversed(ROLES):
        kind = Model() if role == "model" else A_FILE
        command = click.option(f"--{role.replace('_', '-')}", type=kind)(command)
    return click.argument("files", nargs=-1, type=A_FILE)(command)


def by_role(options: dict[str, Any]) -> dict[str, Path | str]:
    return {role: options[role] for role in ROLES if options[role]}


def device_option(command):
    """`auto` is a GPU where there is one."""
    return click.option(
        "--device", default="cpu", show_default=True, help="cpu, cuda, cuda:1, auto",
        callback=lambda _ctx, _option, asked: device(asked),
    )(command)  # fmt: skip
