"""The published JSON Schema describes the documents that are frozen, and nothing looser."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.test import Client

from publishing.document import VERSIONS, ToConfirmPart, from_json, to_json
from publishing.document.comparison import Comparison, changes_part, compare
from tests.publishing import forms as documents
from tests.publishing.documents import change_provisions
from tests.publishing.earlier_documents import GOLDEN, content_of

FIRST_SCHEMA = "e3b783d8d5f5939b590538baeea9bc611f49f11c1ff4c1ce7706a724da2d66d7"

FOLDER = Path(__file__).parents[2] / "publishing/schema"
SCHEMAS = {
    version: json.loads((FOLDER / f"self-assessment-{version}.json").read_text())
    for version in VERSIONS
}


def validator(version: int) -> jsonschema.Draft202012Validator:
    """What says whether a document is as its version's schema describes it."""
    return jsonschema.Draft202012Validator(
        SCHEMAS[version], format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


def closed(schema: Any) -> Any:
    """The schema without room for keys that it does not describe."""
    if isinstance(schema, dict):
        found = {key: closed(item) for key, item in schema.items()}
        return found | ({"additionalProperties": False} if "properties" in schema else {})
    return [closed(item) for item in schema] if isinstance(schema, list) else schema


VALIDATOR = jsonschema.Draft202012Validator(
    closed(SCHEMAS[VERSIONS[-1]]),
    format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER,
)


@pytest.mark.parametrize("version", VERSIONS)
def test_each_schema_is_itself_valid_and_served_at_its_address(version):
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[version])
    served = Client().get(f"/published/schema/self-assessment-{version}.json")
    assert served.json() == SCHEMAS[version]
    assert served.json()["properties"]["schema"]["const"] == version
    assert served["Content-Type"] == "application/schema+json"


def test_there_is_no_schema_of_another_version():
    assert Client().get("/published/schema/self-assessment-3.json").status_code == 404


def test_the_first_version_is_described_as_it_always_was():
    text = (FOLDER / "self-assessment-1.json").read_bytes()
    assert hashlib.sha256(text).hexdigest() == FIRST_SCHEMA


@pytest.mark.parametrize("name", GOLDEN)
def test_what_was_published_is_as_its_own_version_describes_it(name):
    content = content_of(name)
    validator(content["schema"]).validate(content)


def test_a_later_release_may_add_what_an_earlier_schema_does_not_know():
    content = json.loads(to_json(documents.make()))
    content["sections"][0]["provisions"][0]["items"] = [{"kind": "policy"}]
    validator(2).validate(content)


def _across_codes() -> Comparison:
    before = documents.make("2022", {"1.2": {"answer": "no"}}, year="2023-24")
    return compare(before, documents.make(), documents.origins())


@pytest.mark.parametrize(
    "document",
    [
        documents.filled("2022"),
        documents.filled("2024"),
        documents.hostile(),
        documents.make(approval=None, version=None, published_on=None, body_response=""),
        replace(documents.make(), changes=changes_part(_across_codes())),
        change_provisions(
            documents.make(other={"answer": ""}),
            lambda row: replace(row, to_confirm=ToConfirmPart("yes", "2024-25")),
        ),
    ],
    ids=["2022", "2024", "hostile", "draft", "changes", "to be confirmed"],
)
def test_documents_are_valid_and_come_back_exactly(document):
    data = to_json(document)
    VALIDATOR.validate(json.loads(data))
    assert from_json(data) == document


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("schema",), 1),
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
