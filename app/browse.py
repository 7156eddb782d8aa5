"""/knowledge: every cause, finding and fix as a page, linked both ways, in both languages."""

import re
from itertools import groupby
from typing import Any

from flask import Blueprint, make_response, render_template, request
from markupsafe import Markup, escape
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from app import library
from app.desk import desk
from app.language import caller_language
from app.problems import NotFound

page = Blueprint("browse", __name__, url_prefix="/knowledge")
KINDS = ("causes", "findings", "fixes")
QUERY_CHARACTERS = 200
MOST = 500  # more than any kind holds
SHOW = {"causes": library.cause, "findings": library.finding, "fixes": library.fix}


@page.get("")
def index():
    """Everything that is known, or what a search finds of it."""
    words = request.args.get("q", "")[:QUERY_CHARACTERS].strip()
    return _tagged(render_template("knowledge/index.html", words=words, shelves=_shelves(words)))


@page.get("/<kind>/<name>")
def entry(kind: str, name: str):
    if kind not in KINDS:
        raise NotFound
    shown = SHOW[kind](desk().kb, name, caller_language())
    return _tagged(render_template(f"knowledge/{kind}.html", kind=kind, one=shown))


def _shelves(words: str) -> list[dict[str, Any]]:
    return [{"kind": kind, "groups": _groups(kind, words)} for kind in KINDS]


def _groups(kind: str, words: str) -> list[tuple[str, list[dict[str, Any]]]]:
    """Causes by family and findings by group; a search keeps its own order, the best first."""
    kb = desk().kb
    items = library.search(kb, kind, words, MOST, caller_language())["items"]
    if words or kind == "fixes":
        return [("", items)] if items else []

    def group(item: dict[str, Any]) -> str:
        return item["family"] if kind == "causes" else kb.findings[item["id"]].group

    return [(name, list(them)) for name, them in groupby(sorted(items, key=group), group)]


@page.app_template_filter("prose")
def prose(text: str) -> Markup:
    """A sentence of the knowledge base: `backticks` become code, all else stays text."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


@page.app_template_filter("python")
def python(code: str) -> Markup:
    """Highlighted by classes alone, as the strict content policy wants it."""
    return Markup(highlight(code, PythonLexer(), HtmlFormatter(nowrap=True)))


@page.app_template_filter("rated")
def rated(rows: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """One row for each finding, or for each of its options, from always to never."""
    order = list(desk().kb.scales.likelihood)
    order.sort(key=desk().kb.scales.likelihood.__getitem__, reverse=True)
    flat = [
        {**row, "word": word, "option": option}
        for row in rows
        for option, word in (row[key].items() if isinstance(row[key], dict) else [("", row[key])])
    ]
    return sorted(flat, key=lambda row: order.index(row["word"]))


@page.app_template_filter("option")
def option(name: str, finding: str) -> str:
    return desk().kb.findings[finding].options[name].name.to(caller_language())


@page.app_template_filter("named")
def named(name: str, kind: str) -> str:
    return getattr(desk().kb, kind)[name].name.to(caller_language())


def _tagged(body: str):
    response = make_response(body)
    response.set_etag(f"{desk().kb.hash}-{caller_language()}")
    response.headers["Vary"] = "Accept-Language, Cookie"
    return response
