"""/consultations/{id}/plots: what was measured, as Plotly figures, each with its text."""

from flask_openapi import APIBlueprint, Tag

from app.api.shapes import ConsultationPath, InLanguage
from app.desk import desk
from app.language import speak
from app.plots.figures import figures
from app.plots.stored import pictures

blueprint = APIBlueprint(
    "plots",
    __name__,
    url_prefix="/consultations/<consultation>/plots",
    abp_tags=[Tag(name="plots", description=__doc__)],
)


@blueprint.get("", responses={"200": None})
def index(path: ConsultationPath, query: InLanguage):
    """Loss curves, gradients by layer and so on, as far as the files tell."""
    consultation = desk().store.find(path.consultation)
    language = speak(query.language or consultation.language)
    stored = pictures(desk().store.database, path.consultation)
    return {"plots": figures(desk().kb, consultation.case, stored, language)}
