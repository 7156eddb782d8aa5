"""Who may ask: anybody on loopback, else who has an API key or the page's session.

A caller with Authorization is judged by it alone; a cookie beside it is not looked at.
"""

from flask import Blueprint, Flask, Response, g, redirect, render_template, request

from app.desk import desk
from app.language import caller_language
from app.problems import Problem
from app.safety import keys
from app.settings import Settings

page = Blueprint("gate", __name__)
OPEN = {"static", "health.healthz", "health.readyz", "gate.enter", "gate.leave", "chat.choose",
        "problem_pages.problem", "api.shares.read", "api.shares.get_report"}  # fmt: skip
PAGES = ("chat.", "browse.")


def register(app: Flask, settings: Settings) -> None:
    app.register_blueprint(page)
    if settings.require_key:
        app.before_request(_ask)


@page.post("/session")
def enter():
    """The page hands in the key once and gets a cookie that no script can read."""
    key = keys.check(_database(), request.form.get("key", "").strip())
    if key is None:
        return _form(wrong=True), 401
    response = redirect("/", 303)
    _set(response, keys.open_session(_database(), key), int(keys.SESSION.total_seconds()))
    return response


@page.post("/session/end")
def leave():
    session = keys.check(_database(), request.cookies.get(_name(), ""))
    if session:
        keys.revoke(_database(), session)
    response = redirect("/", 303)
    _set(response, "", 0)
    return response


def _ask():
    if request.endpoint in OPEN or request.method == "OPTIONS":
        return None
    bearer = "Authorization" in request.headers
    g.caller = keys.check(_database(), _bearer() if bearer else request.cookies.get(_name(), ""))
    if g.caller:
        return None
    if (request.endpoint or "").startswith(PAGES):
        return _form(), 401
    raise Problem("key_wrong" if bearer else "key_required", 401)


def _bearer() -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _form(wrong: bool = False) -> str:
    language = caller_language()
    return render_template(
        "key.html",
        language=language,
        wrong=wrong,
        say=lambda key: desk().kb.say("uploads", f"key_{key}", language),
    )


def _set(response: Response, value: str, seconds: int) -> None:
    response.set_cookie(
        _name(), value, max_age=seconds, path="/", secure=request.is_secure, httponly=True,
        samesite="Lax",
    )  # fmt: skip


def _name() -> str:
    """Browsers keep a __Host- cookie for this host alone, and only over TLS."""
    return "__Host-s" if request.is_secure else "s"


def _database():
    return desk().store.database
