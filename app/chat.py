"""The chat page; everything on it comes from the REST API."""

import re
from typing import Any

from flask import (
    Blueprint,
    g,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)

from app.desk import desk
from app.language import COOKIE, caller_language
from app.plots import script
from app.problems import NotFound
from knowledge_base import Language

page = Blueprint("chat", __name__)
ELSEWHERE = ("ui_family_", "ui_group_", "ui_common_", "ui_often_")  # words of the knowledge pages
A_YEAR = 365 * 24 * 3600


@page.app_context_processor
def spoken() -> dict[str, Any]:
    """What every template needs: the reader's language and words, and the nonce of the CSP."""
    language = caller_language()

    def say(key: str, **numbers: object) -> str:
        return desk().kb.say("page", f"ui_{key}", language, **numbers)

    return {"language": language, "say": say, "nonce": g.get("nonce", "")}


@page.get("/")
def chat():
    """The consultation's id stays in the fragment, which browsers send to nobody."""
    return render_template(
        "chat.html",
        words=_words(caller_language()),
        plotly=url_for("chat.plotly_script", version=script.VERSION),
        map_style=script.map_style(),
    )


@page.get("/plotly-<version>.js")
def plotly_script(version: str):  # noqa: ARG001  (a new version is a new address)
    """Plotly's own script from its wheel; the page asks for it when a plot is opened."""
    return send_from_directory(script.FOLDER, script.NAME, max_age=A_YEAR)


@page.get("/language/<code>")
def choose(code: str):
    """Remember the language for pages without a consultation."""
    if code not in ("en", "zh"):
        raise NotFound
    back = request.args.get("back", "/")
    response = redirect(back if _ours(back) else "/")
    response.set_cookie(
        COOKIE, code, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure
    )
    return response


def _ours(path: str) -> bool:
    """Only a plain path of this site: "//host" and "/\\host" would lead elsewhere."""
    return path == "/" or bool(re.fullmatch(r"/knowledge(/[a-z0-9_]+)*", path))


def _words(language: Language) -> dict[str, str]:
    """The sentences that the page's script fills in."""
    words = desk().kb.words["page"]
    return {
        key.removeprefix("ui_"): text.to(language)
        for key, text in words.items()
        if key.startswith(("ui_", "answer_")) and not key.startswith(ELSEWHERE)
    }
