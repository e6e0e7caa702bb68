"""The document that is frozen: what goes in comes out, byte for byte."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from publishing.document import build, digest, from_json, to_json
from tests import factories
from tests.publishing.documents import make_document


@pytest.mark.parametrize("edition", ["2022", "2024"])
def test_a_document_comes_back_from_its_json_unchanged(edition):
    document = make_document(edition)
    assert from_json(to_json(document)) == document
    assert to_json(from_json(to_json(document))) == to_json(document)


def test_a_draft_comes_back_too():
    draft = replace(make_document("2024"), approval=None, version=None, published_on=None)
    assert from_json(to_json(draft)) == draft


def test_the_json_is_canonical_and_its_digest_is_its_sha256():
    data = to_json(make_document("2024"))
    content = json.loads(data)
    assert (
        json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        == data
    )
    assert digest(data) == hashlib.sha256(data).hexdigest()


def test_what_was_typed_is_in_the_document_exactly(cast, code):
    typed = "  {{ 7|add:7 }} <b>\n\n- “one” — two\u200b\n"
    assessment = factories.start(cast.officer, code)
    factories.answer(cast.officer, assessment, "5.10", answer="yes", evidence=typed)
    row = next(row for row in build(assessment).provisions if row.number == "5.10")
    assert (row.answer, row.evidence) == ("yes", typed)
    assert from_json(to_json(build(assessment))) == build(assessment)
