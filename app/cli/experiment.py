"""`whyloss experiment`: try a fix, or another experiment, on a copy of the model."""

import json
import sys
from typing import Any

import click

from app.cli.files import by_role, device_option, file_options
from app.cli.show import console
from app.cli.terms import case_from
from app.near import near
from app.problems import Problem
from knowledge_base import KnowledgeBase, Language, load

DONE, BAD_INPUT = 0, 2


@click.command()
@click.option("--try", "wanted", metavar="NAME", help="A fix or an experiment; else: their prices.")
@file_options
@click.option("--evidence", "-e", multiple=True, metavar="ID=VALUE", help="learning_rate=0.1, ...")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@click.option("--budget", default=120.0, show_default=True, help="Seconds after which it ends.")
@device_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object, with all curves.")
def experiment(language, **options) -> None:
    """Train a copy of the model for some steps: what would a fix do? Needs a model and a batch."""
    kb = load()
    try:
        _run(kb, language, options)
    except Problem as problem:
        detail = kb.say("problems", f"{problem.code}.detail", language, **problem.numbers)
        click.echo(f"whyloss: {detail}", err=True)
        sys.exit(BAD_INPUT)


def _run(kb: KnowledgeBase, language: Language, options: dict[str, Any]) -> None:
    from app.cli.measuring import with_roles
    from app.cli.own_model import exported
    from app.cli.trying import Trying

    case, _ = case_from(kb, None, language, options["evidence"])
    with exported(kb, by_role(options), language) as roles:
        files = with_roles(options["files"], roles)
        trying = Trying(kb, files, language, options["device"], options["budget"])
        rows = trying.offers()
        if options["wanted"] is None:
            _show(rows, trying.prices(rows), options["as_json"])
            return
        trying.run(case, _named(rows, options["wanted"]))
    result = trying.results[0]
    if options["as_json"]:
        click.echo(json.dumps(result, ensure_ascii=False))
    else:
        console.print(f"[bold]{result['name']}[/]: {result['text']}")


def _show(rows: list[dict[str, Any]], table: Any, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"experiments": rows}, ensure_ascii=False))
    else:
        console.print(table)


def _named(rows: list[dict[str, Any]], wanted: str) -> dict[str, Any]:
    names = {row["fix"] or row["experiment"]: row for row in rows}
    if wanted not in names:
        raise Problem("no_such_experiment", 404, id=wanted[:64], near=near(wanted, names))
    return names[wanted]
