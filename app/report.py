"""The whole consultation as one file to keep: Markdown for an issue tracker, JSON, or HTML."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt

from app import present
from app.consultation import Consultation
from app.plots.figures import figures
from app.plots.svg import svg
from knowledge_base import KnowledgeBase, Language

TEMPLATES = Path(__file__).parent / "templates"  # without Flask, for the command line
SHOWN_CAUSES = 8
REASONED_CAUSES = 3
SHOWN_REASONS = 6
SHOWN_FIXES = 5
MEDIA = {
    "json": ("application/json", "json"),
    "markdown": ("text/markdown", "md"),
    "html": ("text/html", "html"),
}


def write(
    kb: KnowledgeBase,
    consultation: Consultation,
    language: Language,
    form: str,
    pictures: Mapping[str, Any] | None = None,
) -> tuple[str, str, str]:
    """The report's text, its media type, and the ending of its file name."""
    shown = present.consultation(kb, consultation, language)
    shown["plots"] = figures(kb, consultation.case, pictures or {}, language)
    shown["entries"] = [vars(entry) for entry in consultation.entries]  # enough to replay it
    return (render(kb, shown, language, form), *MEDIA[form])


def render(kb: KnowledgeBase, shown: dict[str, Any], language: Language, form: str) -> str:
    """`shown` is a consultation, or {"state": a diagnosis}."""
    if form == "json":
        return json.dumps(shown, ensure_ascii=False, indent=1)
    verdict, details = markdown(kb, shown, language)
    plots = shown.get("plots") or []
    if form == "markdown":
        return verdict + _plots(plots, kb.say("report", "plots", language)) + details
    drawn = [
        {**plot, "svg": svg(**{k: plot[k] for k in ("title", "text", "figure")})} for plot in plots
    ]
    template = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    return template.get_template("report.html").render(
        language=language,
        title=kb.say("report", "title", language),
        verdict=_html(verdict),
        plots=drawn,
        plots_title=kb.say("report", "plots", language),
        details=_html(details),
    )


def _html(text: str) -> str:
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return body.replace("<pre>", '<pre tabindex="0">')  # wide code can be scrolled by keyboard


def _plots(plots: list[dict[str, Any]], heading: str) -> str:
    """A text form has no pictures, but what they show."""
    if not plots:
        return ""
    lines = "\n".join(f"- **{plot['title']}**: {plot['text']}" for plot in plots)
    return f"\n## {heading}\n\n{lines}\n\n"


def markdown(kb: KnowledgeBase, shown: dict[str, Any], language: Language) -> tuple[str, str]:
    """What is wrong and what to do; then all that it rests on."""

    def word(key: str, **numbers: Any) -> str:
        return kb.say("report", key, language, **numbers)

    state = shown["state"]
    verdict = [f"# {word('title')}", f"**{state['verdict']['text']}**", *_triage(state)]
    verdict += [f"## {word('causes')}", *_causes(state, word)]
    verdict += [f"## {word('fixes')}", *_fixes(state, word)]
    details = [f"## {word('why')}", *_reasons(state, word)]
    details += [f"## {word('evidence')}", *_findings(state, word)]
    details += [f"## {word('not_checked')}", *_not_checked(state, word)]
    if shown.get("transcript"):
        details += [f"## {word('transcript')}", *_transcript(shown["transcript"])]
    details += ["---", word("footer", hash=state["knowledge_base"])]
    return "\n\n".join(verdict) + "\n", "\n\n".join(details) + "\n"


def _triage(state: dict[str, Any]) -> Iterator[str]:
    for line in state["triage"]:
        yield f"> **{line['text']}**"


def _causes(state: dict[str, Any], word) -> Iterator[str]:
    rows = [
        f"| {cause['name']} | {cause['probability']:.0%} | {cause['in_words']} |"
        for cause in state["causes"][:SHOWN_CAUSES]
    ]
    if state["healthy_probability"] >= 0.01:
        rows.append(f"| {word('healthy')} | {state['healthy_probability']:.0%} | |")
    rows.append(f"| {word('other')} | {state['other_probability']:.0%} | |")
    yield "\n".join(
        [
            f"| {word('cause')} | {word('probability')} | {word('in_words')} |",
            "|---|---:|---|",
            *rows,
        ]
    )


def _reasons(state: dict[str, Any], word) -> Iterator[str]:
    for cause in state["causes"][:REASONED_CAUSES]:
        yield f"### {cause['name']}\n\n{cause['why']}"
        for side, sign in (("for", 1), ("against", -1)):
            lines = [
                f"- {reason['text']} ({reason['bits']:+.1f} bit)"
                for reason in cause["reasons"]
                if reason["bits"] * sign > 0
            ]
            if lines:
                yield f"{word(side)}\n\n" + "\n".join(lines[:SHOWN_REASONS])


def _findings(state: dict[str, Any], word) -> Iterator[str]:
    """What was told and found one by one; what was ruled out in one breath."""
    own = [item for item in state["findings"] if not item["because"]]
    fine = [item for item in own if item["source"] == "measured" and item["state"] == "absent"]
    lines = [
        f"- {item['text']} ({item['source_text']}"
        + (f": “{item['words']}”)" if item["words"] else ")")
        for item in own
        if item not in fine
    ]
    yield "\n".join(lines) or word("nothing")
    if fine:
        yield word("ruled_out", count=len(fine), names="; ".join(item["name"] for item in fine))


def _fixes(state: dict[str, Any], word) -> Iterator[str]:
    if not state["fixes"]:
        yield word("nothing")
    for number, fix in enumerate(state["fixes"][:SHOWN_FIXES], 1):
        yield f"### {number}. {fix['name']}"
        yield fix["chance"]
        if fix["advice"]:
            yield f"**{fix['advice']}**"
        yield "\n".join(f"{place}. {step}" for place, step in enumerate(fix["steps"], 1))
        if fix["code"]:
            yield f"```python\n{fix['code'].rstrip()}\n```"
        yield word("worked_if", sign=fix["worked_if"])


def _not_checked(state: dict[str, Any], word) -> Iterator[str]:
    yield "\n".join(f"- {item['text']}" for item in state["not_checked"]) or word("nothing")


def _transcript(transcript: list[dict[str, Any]]) -> Iterator[str]:
    for entry in transcript:
        if entry.get("undone"):
            continue
        for one in entry["answers"]:
            yield f"**whyloss:** {one['question']}"
            yield f"> {one['answer']}"
        if entry.get("question") and not entry["answers"]:
            yield f"**whyloss:** {entry['question']['text']}"
        if entry.get("text"):
            quoted = entry["text"].replace("\n", "\n> ")
            yield f"> {quoted}"
        lines = [*entry.get("lines", ()), *entry["found"]]
        if lines:
            yield "\n".join(f"- {line}" for line in lines)
