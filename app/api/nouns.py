"""Every noun of the API under one blueprint; apart from the package, which its shapes need."""

from app.api import (
    blueprint,
    cases,
    consultations,
    events,
    example,
    experiments,
    jobs,
    knowledge,
    plots,
    shares,
    uploads,
)

for _noun in (
    cases,
    consultations,
    events,
    example,
    experiments,
    jobs,
    knowledge,
    plots,
    shares,
    uploads,
):
    blueprint.register_api(_noun.blueprint)
