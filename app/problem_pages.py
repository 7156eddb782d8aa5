"""/problems/<code>: what each problem+json type means, for the person who follows its link."""

from flask import Blueprint, render_template

from app.desk import desk
from app.language import caller_language
from app.problems import NotFound

page = Blueprint("problem_pages", __name__)


@page.get("/problems/<code>")
def problem(code: str):
    words = desk().kb.words["problems"]
    if f"{code}.title" not in words:
        raise NotFound
    language = caller_language()
    return render_template(
        "problem.html",
        language=language,
        title=words[f"{code}.title"].to(language),
        detail=words[f"{code}.detail"].to(language),
    )
