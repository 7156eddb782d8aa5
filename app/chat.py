"""The chat page; everything on it comes from the REST API."""

from flask import Blueprint, g, redirect, render_template, request

from app.desk import desk
from app.language import COOKIE, caller_language
from app.problems import NotFound
from knowledge_base import Language

page = Blueprint("chat", __name__)
A_YEAR = 365 * 24 * 3600


@page.get("/")
def chat():
    """The consultation's id stays in the fragment, which browsers send to nobody."""
    language = caller_language()
    return render_template(
        "chat.html",
        language=language,
        words=_words(language),
        say=lambda key, **numbers: desk().kb.say("page", f"ui_{key}", language, **numbers),
        nonce=g.get("nonce", ""),
    )


@page.get("/language/<code>")
def choose(code: str):
    """Remember the language for pages without a consultation."""
    if code not in ("en", "zh"):
        raise NotFound
    response = redirect("/")
    response.set_cookie(
        COOKIE, code, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure
    )
    return response


def _words(language: Language) -> dict[str, str]:
    """The sentences that the page's script fills in."""
    words = desk().kb.words["page"]
    return {key[3:]: text.to(language) for key, text in words.items() if key.startswith("ui_")}
