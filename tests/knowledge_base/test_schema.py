"""The schemas that editors read are those of the models."""

import json

import jsonschema
import pytest

from knowledge_base import loader, schema
from knowledge_base.loader import read_yaml

FOLDERS = {"cause": "causes", "finding": "findings", "fix": "fixes", "checklist": "checklists"}


@pytest.mark.parametrize("name", sorted(schema.schemas()))
def test_the_written_schema_is_current(name):
    written = (loader.HERE / "schema" / f"{name}.json").read_text("utf-8")
    assert written == schema.schemas()[name], "run python -m knowledge_base.schema"


@pytest.mark.parametrize(("name", "folder"), FOLDERS.items())
def test_every_shipped_file_is_valid_by_its_schema(name, folder):
    validator = jsonschema.Draft202012Validator(json.loads(schema.schemas()[name]))
    for path in (loader.HERE / folder).rglob("*.yaml"):
        assert not list(validator.iter_errors(read_yaml(path))), path


def test_a_misspelt_key_is_invalid_by_the_schema():
    validator = jsonschema.Draft202012Validator(json.loads(schema.schemas()["finding"]))
    content = read_yaml(loader.HERE / "findings/dead_relu_units.yaml")
    assert list(validator.iter_errors(content | {"usually": "rarely"}))


def test_the_schemas_are_written_where_they_are_told(tmp_path):
    paths = schema.write(tmp_path)
    assert {path.stem for path in paths} == set(schema.schemas())
    assert all(json.loads(path.read_text("utf-8"))["$schema"] for path in paths)
