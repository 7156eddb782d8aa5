"""`whyloss kb`: check the knowledge base, and start new entries of it."""

import sys
from pathlib import Path

import click

from knowledge_base import lint as lint_rules
from knowledge_base import load, scaffold


@click.group()
def kb() -> None:
    """Check and extend the knowledge base."""


@kb.command()
def lint() -> None:
    """Check every rule that no single YAML file can check about itself."""
    found = lint_rules.problems(load())
    click.echo("\n".join(found) or "knowledge base: no problems")
    sys.exit(bool(found))


@kb.command()
@click.option(
    "--to", type=click.Path(path_type=Path), help="Folder; the installation's by default."
)
def train(to: Path | None) -> None:
    """Train the reader of text on the phrases, so that no start has to: about a minute."""
    from app.reader import WITH_INSTALLATION
    from engine.understand import is_prepared, prepare_understanding

    knowledge, folder = load(), to or WITH_INSTALLATION
    if not is_prepared(knowledge, folder):
        prepare_understanding(knowledge, folder)
    click.echo(f"the reader of text is trained: {folder}")


def _starter(kind: str) -> click.Command:
    @click.argument("name")
    def start(name: str) -> None:
        try:
            click.echo(scaffold.create(kind, name))
        except ValueError as error:
            raise click.ClickException(str(error)) from error

    start.__doc__ = f"Write the file of a new {kind} with everything to fill in."
    return click.command(f"new-{kind}")(start)


for _kind in ("cause", "finding", "fix"):
    kb.add_command(_starter(_kind))
