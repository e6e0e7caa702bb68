"""The published JSON Schema describes the documents that are frozen, and nothing looser."""

import json
from pathlib import Path

import jsonschema
import pytest

from publishing.document import from_json, to_json
from tests.publishing import forms as documents

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "publishing/schema/self-assessment-1.json").read_text()
)
VALIDATOR = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)


def test_the_schema_is_itself_valid():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    "document",
    [
        documents.filled("2022"),
        documents.filled("2024"),
        documents.hostile(),
        documents.make(approval=None, version=None, published_on=None, body_response=""),
    ],
    ids=["2022", "2024", "hostile", "draft"],
)
def test_documents_are_valid_and_come_back_exactly(document):
    data = to_json(document)
    VALIDATOR.validate(json.loads(data))
    assert from_json(data) == document


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), 2),
        (("year",), "2025"),
        (("published_on",), "20 May 2026"),
        (("landlord", "homes"), "9400"),
        (("sections", 0, "provisions", 0, "number"), 1.2),
        (("sections", 0, "provisions", 0, "answer"), "Yes"),
        (("sections", 0, "provisions", 0, "extra"), ""),
        (("code", "columns"), []),
    ],
)
def test_what_no_document_holds_is_refused(path, value):
    content = json.loads(to_json(documents.make()))
    part = content
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    with pytest.raises(jsonschema.ValidationError):
        VALIDATOR.validate(content)
