"""`whyloss diagnose`: text, evidence and files in, ranked causes and fixes out."""

import json
import sys
from pathlib import Path

import click

from app.cli.show import show_diagnosis
from app.cli.terms import case_from
from app.problems import Problem
from knowledge_base import load

HEALTHY, FOUND, BAD_INPUT, UNDECIDED, INTERNAL = 0, 1, 2, 3, 70
SURE = 0.5


@click.command()
@click.option("--text", help="What goes wrong, in your own words.")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@click.option("--evidence", "-e", multiple=True, metavar="ID=VALUE", help="learning_rate=0.1, ...")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, as POST /api/v1/diagnose.")
@click.option("--report", type=click.Path(path_type=Path), help="Write a report: .md, .html, .json")
def diagnose(text, language, evidence, as_json, report) -> None:
    """Name the likely causes of a training run's trouble."""
    try:
        sys.exit(_run(text, language, evidence, as_json, report))
    except Problem as problem:
        kb = load()
        detail = kb.say("problems", f"{problem.code}.detail", language, **problem.numbers)
        click.echo(f"whyloss: {detail}", err=True)
        sys.exit(BAD_INPUT)


def _run(text, language, evidence, as_json, report) -> int:
    from app import present

    kb = load()
    case, warnings = case_from(kb, text, language, evidence)
    found = present.diagnosis(kb, case, language, warnings)
    if report:
        _write(kb, found, language, report)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        show_diagnosis(kb, found, language)
    return exit_code(found)


def exit_code(found: dict) -> int:
    """0 healthy, 1 something found, 3 undecided."""
    if found["healthy_probability"] >= SURE or (
        found["sick_probability"] < SURE and found["causes"] and found["causes"][0]["benign"]
    ):
        return HEALTHY
    leads = found["causes"] and found["causes"][0]["probability"] >= SURE
    return FOUND if leads and found["sick_probability"] >= SURE else UNDECIDED


def _write(kb, found: dict, language, path: Path) -> None:
    from app.report import render

    form = {".html": "html", ".json": "json"}.get(path.suffix, "markdown")
    path.write_text(render(kb, {"state": found}, language, form), "utf-8")
