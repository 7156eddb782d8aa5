"""Which language a caller reads."""

from flask import g, has_request_context, request

from knowledge_base import Language

COOKIE = "language"


def caller_language() -> Language:
    """What the body, the query, the cookie or Accept-Language says, in this order."""
    if not has_request_context():
        return "en"
    for said in (g.get("language"), request.args.get("language"), request.cookies.get(COOKIE)):
        if said in ("en", "zh"):
            return said
    return "zh" if request.accept_languages.best_match(["en", "zh"], "en") == "zh" else "en"


def speak(language: Language | None) -> Language:
    """Make `language` the language of this request's answer, errors included."""
    if language:
        g.language = language
    return caller_language()
