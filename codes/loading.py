"""Brings the database's Codes to what their files say, and never rewords what was answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from codes.data import (
    CodeData,
    CodeFiles,
    CorrespondenceData,
    FamilyData,
    OriginData,
    ProvisionData,
)
from codes.enums import Change
from codes.models import Code, Correspondence, CorrespondenceSource, Family, Provision, Section

# What is not the Code's wording: it may be corrected when a provision has been answered, too.
_CORRECTABLE = ("short_title", "position")
_FAMILY_FIELDS = ("title", "publisher", "is_submitted", "legal", "risk")


class Refused(Exception):
    """Loading would change what an assessment has answered; the message says what to do."""


@dataclass(frozen=True)
class Outcome:
    """What became of one file: "created", "updated" or "unchanged"."""

    file: str
    result: str


def load(files: CodeFiles, *, write: bool = True) -> list[Outcome]:
    """Loads all files in one transaction, or none; without `write` it only tells what it would do.

    Loading the same files again changes nothing. Codes that no file names are left as they are.
    Raises Refused where the wording of an answered provision, or the provisions of a Code that an
    assessment uses, would change.
    """
    with transaction.atomic():
        changed = _load_families(files)
        outcomes = [Outcome(data.file, _load_code(data, changed)) for data in files.codes]
        outcomes += [
            Outcome(data.file, _load_correspondence(data)) for data in files.correspondences
        ]
        if not write:
            transaction.set_rollback(True)
    return outcomes


def _load_families(files: CodeFiles) -> set[str]:
    """The families as the files have them; gives the slugs of those that changed."""
    changed = set()
    for data in {code.family for code in files.codes}:
        values = _family_values(data)
        family, is_new = Family.objects.get_or_create(slug=data.slug, defaults=values)
        if not is_new and _differs(family, values):
            Family.objects.filter(pk=family.pk).update(**values)
            changed.add(data.slug)
    return changed


def _family_values(data: FamilyData) -> dict[str, Any]:
    values = {name: getattr(data, name) for name in _FAMILY_FIELDS}
    return values | vars(data.contact)


def _load_code(data: CodeData, changed_families: set[str]) -> str:
    values = _code_values(data)
    code = Code.objects.filter(edition=data.edition).first()
    if code is None:
        code = Code.objects.create(edition=data.edition, **values)
        _sync_provisions(data, code)
        return "created"
    changed = data.family.slug in changed_families
    if _differs(code, values):
        changed = True
        _check_family(data, code)
        _check_columns(data, code)
        Code.objects.filter(pk=code.pk).update(**values)
    changed = _sync_provisions(data, code) or changed
    return "updated" if changed else "unchanged"


def _code_values(data: CodeData) -> dict[str, Any]:
    return {
        "family_id": data.family.slug,
        "title": data.title,
        "publisher": data.publisher,
        "in_force_from": data.in_force_from,
        "superseded_on": data.superseded_on,
        "form_title": data.form.title,
        "columns": list(data.form.columns),
        "must_heading": data.form.must_heading,
        "should_heading": data.form.should_heading,
        "rules": list(data.form.rules),
    }


def _differs(row: Family | Code | Section | Provision, values: dict[str, Any]) -> bool:
    return any(getattr(row, name) != value for name, value in values.items())


def _check_family(data: CodeData, code: Code) -> None:
    """The family is part of every address and count: it stays once a Code is in use."""
    if code.family_id != data.family.slug and code.assessments.exists():
        raise Refused(
            f"{data.file}: the family cannot change from '{code.family_id}' to "
            f"'{data.family.slug}', because assessments use this Code. Put the old slug back."
        )


def _check_columns(data: CodeData, code: Code) -> None:
    """The number of columns says which texts a form asks for: it stays once a Code is in use."""
    if len(code.columns) != len(data.form.columns) and code.assessments.exists():
        raise Refused(
            f"{data.file}: the number of columns cannot change, because assessments use this Code. "
            "Publish the new form as a new edition in its own file."
        )


def _sync_provisions(data: CodeData, code: Code) -> bool:
    """Sections and provisions as the file has them. True where anything changed."""
    sections, changed = _sync_sections(data, code)
    existing = {row.number: row for row in code.provisions.all()}
    _check_numbers(data, code, set(existing))
    added = []
    for number, values in _provision_rows(data, sections):
        row = existing.pop(number, None)
        if row is None:
            added.append(Provision(code=code, number=number, **values))
        elif _differs(row, values):
            _update_provision(data, row, values)
            changed = True
    Provision.objects.bulk_create(added)
    gone = [row.pk for row in existing.values()]
    Provision.objects.filter(pk__in=gone).delete()
    spare = code.sections.exclude(number__in=sections)
    return bool(spare.delete()[0]) or bool(gone) or bool(added) or changed


def _provision_rows(
    data: CodeData, sections: dict[str, Section]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each provision's number and what its row holds, in the form's order."""
    position = 0
    for section in data.sections:
        for provision in section.provisions:
            yield provision.number, _provision_values(provision, sections[section.number], position)
            position += 1


def _sync_sections(data: CodeData, code: Code) -> tuple[dict[str, Section], bool]:
    """The Code's sections by number, as the file has them, and whether any changed."""
    existing = {row.number: row for row in code.sections.all()}
    changed = False
    for position, section in enumerate(data.sections):
        values = {"title": section.title, "position": position}
        row = existing.get(section.number)
        if row is None:
            existing[section.number] = Section.objects.create(
                code=code, number=section.number, **values
            )
            changed = True
        elif _differs(row, values):
            Section.objects.filter(pk=row.pk).update(**values)
            changed = True
    return {section.number: existing[section.number] for section in data.sections}, changed


def _provision_values(data: ProvisionData, section: Section, position: int) -> dict[str, Any]:
    return {
        "section_id": section.pk,
        "level": data.level.value,
        "stage": data.stage,
        "text": data.text,
        "short_title": data.short_title,
        "position": position,
    }


def _check_numbers(data: CodeData, code: Code, existing: set[str]) -> None:
    """A Code in use keeps its provisions: none is added, none goes."""
    moved = [number for number in data.numbers() if number not in existing]
    moved += sorted(existing - set(data.numbers()))
    if existing and moved and code.assessments.exists():
        raise Refused(
            f"{data.file}, provision {moved[0]}: it cannot be added to or removed from this Code, "
            "because assessments use it. Publish the new provisions as a new edition in its own "
            "file."
        )


def _update_provision(data: CodeData, row: Provision, values: dict[str, Any]) -> None:
    """Changes a provision; its wording only until someone has answered it."""
    rows = Provision.objects.filter(pk=row.pk)
    if _differs(row, {name: value for name, value in values.items() if name not in _CORRECTABLE}):
        # In the update's own filter, so that an answer that has just been saved counts too.
        rows = rows.exclude(pk__in=Provision.objects.filter(responses__version__gt=0))
    if not rows.update(**values):
        raise Refused(
            f"{data.file}, provision {row.number}: its text, level, stage or section cannot "
            "change, because an assessment has answered it as it stands. Put the old wording back, "
            "and publish the new wording as a new edition in its own file."
        )


def _load_correspondence(data: CorrespondenceData) -> str:
    """The correspondence as the file has it: left alone where it is the same, otherwise
    replaced."""
    earlier = Code.objects.get(edition=data.from_edition)
    later = Code.objects.get(edition=data.to_edition)
    rows = Correspondence.objects.filter(from_code=earlier, to_provision__code=later)
    stored = {
        OriginData(
            row.to_provision.number,
            tuple(source.provision.number for source in row.sources.all()),
            Change(row.change),
        )
        for row in rows.select_related("to_provision").prefetch_related("sources__provision")
    }
    if stored == set(data.origins):
        return "unchanged"
    rows.delete()
    _create_correspondence(data, earlier, later)
    return "updated" if stored else "created"


def _create_correspondence(data: CorrespondenceData, earlier: Code, later: Code) -> None:
    sources = {row.number: row for row in earlier.provisions.all()}
    targets = {row.number: row for row in later.provisions.all()}
    links = Correspondence.objects.bulk_create(
        Correspondence(from_code=earlier, to_provision=targets[origin.to], change=origin.change)
        for origin in data.origins
    )
    CorrespondenceSource.objects.bulk_create(
        CorrespondenceSource(correspondence=link, provision=sources[number], position=position)
        for link, origin in zip(links, data.origins, strict=True)
        for position, number in enumerate(origin.sources)
    )
