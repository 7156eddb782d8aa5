"""/examples: a consultation about a real run, with its files, to look at and go on."""

from pathlib import Path

from flask import url_for
from flask_openapi import APIBlueprint, Tag

from app import present
from app.api.shapes import Consultation, Open, Speak
from app.desk import desk
from app.language import speak

blueprint = APIBlueprint("example", __name__, abp_tags=[Tag(name="consultations")])
FOLDER = Path(__file__).parents[1] / "worked_example"  # made by benchmarks/worked_example.py


@blueprint.post("/examples", responses={"201": Consultation})
def start(body: Speak):
    """Open it anew: the files are measured like anybody's."""
    language = speak(body.language)
    said = desk().kb.say("page", "example_said", language)
    consultation = desk().start(Open(language=language, text=said), language)
    for path in sorted(FOLDER.iterdir()):
        with path.open("rb") as stream:
            desk().intake.whole(consultation.id, path.name, stream)
    shown = present.consultation(desk().kb, consultation, language)
    location = url_for("api.consultations.read", consultation=consultation.id)
    return shown, 201, {"Location": location}
