"""The `whyloss` command; each subcommand lives in the file of its name."""

from importlib import import_module
from importlib.metadata import version

import click

COMMANDS = ("serve", "worker", "key", "chat", "diagnose", "experiment", "kb")


class _Lazy(click.Group):
    """Import a subcommand when it is called: `whyloss kb` need not wait for Flask."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return getattr(import_module(f"app.cli.{cmd_name}"), cmd_name)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version("whyloss"), prog_name="whyloss")
def main() -> None:
    """Find out why a neural network does not train well, and what to do about it."""
