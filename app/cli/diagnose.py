"""`whyloss diagnose`: text, evidence and files in, ranked causes and fixes out."""

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from app.cli.files import A_FILE, by_role, device_option, file_options
from app.cli.show import show_diagnosis, show_experiments, show_probes
from app.cli.terms import case_from
from app.problems import Problem
from knowledge_base import KnowledgeBase, Language, load

HEALTHY, FOUND, BAD_INPUT, UNDECIDED, INTERNAL = 0, 1, 2, 3, 70
EXIT_CODES = {"healthy": HEALTHY, "clear": FOUND, "several": FOUND}


@click.command()
@file_options
@click.option("--text", help="What goes wrong, in your own words.")
@click.option("--language", type=click.Choice(["en", "zh"]), default="en", show_default=True)
@click.option("--evidence", "-e", multiple=True, metavar="ID=VALUE", help="learning_rate=0.1, ...")
@click.option("--after", multiple=True, type=A_FILE, help="Files of the run after a fix.")
@click.option("--fix", help="The fix that was tried before --after.")
@device_option
@click.option("--experiments", is_flag=True, help="Try the likeliest fixes on a copy, too.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, as POST /api/v1/diagnose.")
@click.option("--report", type=click.Path(path_type=Path), help="Write a report: .md, .html, .json")
@click.option("--interactive", is_flag=True, help="Go on asking in the terminal.")
def diagnose(language, interactive, **options) -> None:
    """Name the likely causes of a training run's trouble, from files, words or both.

    Exit code: 0 healthy, 1 something found, 2 bad input, 3 undecided, 70 internal error.
    """
    kb = load()
    try:
        code = _run(kb, language, interactive, options)
    except Problem as problem:
        detail = kb.say("problems", f"{problem.code}.detail", language, **problem.numbers)
        click.echo(f"whyloss: {detail}", err=True)
        code = BAD_INPUT
    except Exception as error:  # the exit code is a promise to scripts
        click.echo(f"whyloss: {type(error).__name__}: {error}", err=True)
        code = INTERNAL
    sys.exit(code)


def _run(kb: KnowledgeBase, language: Language, interactive: bool, options: dict[str, Any]) -> int:
    from app import present
    from app.reader import load_reader

    if options["text"]:
        load_reader(kb)
    case, warnings = case_from(kb, options["text"], language, options["evidence"])
    roles = by_role(options)
    extra: dict[str, Any] = {}
    if options["files"] or roles:
        case, extra = _measured(kb, case, language, roles, options)
    found = present.diagnosis(kb, case, language, warnings) | extra
    if options["report"]:
        _write(kb, found, language, options["report"])
    if options["as_json"]:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        show_probes(kb, found, language)
        show_experiments(found)
        show_diagnosis(kb, found, language)
    if interactive:
        from app.cli.chat import talk

        talk(kb, language, case)
    return exit_code(found)


def _measured(kb, case, language, given, options):
    from app.cli.after import compare
    from app.cli.measuring import measure, shown, with_measurements
    from app.cli.own_model import exported

    complaint = bool(options["text"] or options["evidence"])
    with exported(kb, given, language) as roles:
        found = measure(kb, options["files"], roles, options["device"], language)
        case = replace(with_measurements(kb, case, found), complaint=complaint)
        extra = shown(kb, found, language)
        if options["experiments"]:
            case, extra["experiments"] = _tried(kb, case, language, roles, options)
    if options["after"]:
        second = measure(kb, options["after"], {}, options["device"], language)
        after = replace(with_measurements(kb, type(case)(), second), complaint=False)
        case, extra["after"] = compare(kb, case, after, options["fix"])
        extra["after"] |= shown(kb, second, language)
    return case, extra


def _tried(kb, case, language, roles, options):
    from app.cli.measuring import with_roles
    from app.cli.trying import BUDGET, Trying, try_all

    files = with_roles(options["files"], roles)
    trying = Trying(kb, files, language, options["device"], BUDGET)
    return try_all(trying, case), trying.results


def exit_code(found: dict[str, Any]) -> int:
    return EXIT_CODES.get(found["verdict"]["kind"], UNDECIDED)


def _write(kb: KnowledgeBase, found: dict[str, Any], language: Language, path: Path) -> None:
    from app.report import render

    form = {".html": "html", ".json": "json"}.get(path.suffix, "markdown")
    path.write_text(render(kb, {"state": found}, language, form), "utf-8")
