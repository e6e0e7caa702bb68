"""Two self-assessments of a landlord beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Member, follows_renames, landlord_for, own_landlords
from assessments import rules
from assessments.enums import State
from assessments.models import Assessment
from publishing.document.comparison import Comparison, sentences, too_long
from publishing.document.earlier import Earlier, compare_with, frozen_document
from selfassess.common.forms import SelectField


class CompareForm(forms.Form):
    """Which two."""

    use_required_attribute = False

    def __init__(self, data: Any, readable: Sequence[Assessment]) -> None:
        super().__init__(data)
        self.families = {str(row.pk): row.family_id for row in readable}
        choices = [(str(row.pk), _label(row)) for row in readable]
        for name, label in (("from", "Earlier"), ("to", "Later")):
            self.fields[name] = SelectField(label=label, choices=choices)

    def clean(self) -> dict[str, Any]:
        found = self.cleaned_data
        if "to" in found and found.get("from") == found["to"]:
            raise ValidationError("Select two different self-assessments")
        chosen = {self.families[found[name]] for name in ("from", "to") if name in found}
        if len(chosen) > 1:
            raise ValidationError("Select two self-assessments against the same Ombudsman’s Code")
        return found


@require_safe
@follows_renames(own_landlords)
def compare(request: HttpRequest, slug: str) -> HttpResponse:
    """Any two against Codes of one family that the person may read; the two newest unless others
    are asked for, or one with the closest year beside it.

    Whole, or a single provision of it.
    """
    member = landlord_for(request, slug, rules.may_list)
    readable = _comparable(_readable(member), request.GET.get("to", ""))
    form = CompareForm(_asked(request, readable), readable) if readable else None
    context: dict[str, Any] = {"landlord": member.landlord, "form": form}
    if form and form.is_valid():
        chosen = {str(row.pk): row for row in readable}
        before, after = (chosen[form.cleaned_data[name]] for name in ("from", "to"))
        found = _compare(before, after)
        context |= {"before": before, "after": after, "found": found}
        context |= _parts(found, request.GET.get("provision")) if found else {}
    return render(request, "publishing/papers/compare.html", context)


def _readable(member: Member) -> list[Assessment]:
    """The landlord's assessments that the person may read, the newest first."""
    rows = (
        Assessment.objects.of(member.landlord)
        .exclude(state=State.DISCARDED)
        .select_related("landlord", "code__family", "body_response", "publication")
        .defer("publication__document", "publication__body")
    )
    return [row for row in rows if rules.may_read(member, row)]


def _comparable(readable: list[Assessment], asked: str) -> list[Assessment]:
    """Those that there is another one of the same family to; none where the one that is asked for
    has no other.
    """
    counts = Counter(row.family_id for row in readable)
    alone = {str(row.pk) for row in readable if counts[row.family_id] == 1}
    return [] if asked in alone else [row for row in readable if str(row.pk) not in alone]


def _asked(request: HttpRequest, readable: list[Assessment]) -> dict[str, str]:
    """Which two the address asks for; what it leaves out is chosen."""
    asked = {name: request.GET[name] for name in ("from", "to") if name in request.GET}
    if "from" in asked:
        return _pair(readable, readable[0]) | asked
    known = {str(row.pk): row for row in readable}
    after = known.get(asked.get("to", ""))
    return _pair(readable, after) if after else _pair(readable, readable[0]) | asked


def _pair(readable: list[Assessment], one: Assessment) -> dict[str, str]:
    """One with the newest of the years before it; else with the closest after it, or any. All of
    one family.
    """
    others = [row for row in readable if row != one and row.family_id == one.family_id]
    earlier = [row for row in others if row.year_start < one.year_start]
    later = [row for row in others if row.year_start > one.year_start]
    if not earlier and later:
        return {"from": str(one.pk), "to": str(later[-1].pk)}
    return {"to": str(one.pk), "from": str((earlier or others)[0].pk)}


def _compare(before: Assessment, after: Assessment) -> Comparison | None:
    earlier = Earlier(before.year_start, before.code, frozen_document(before))
    return compare_with(earlier, after.code, frozen_document(after))


def _parts(found: Comparison, number: str | None) -> dict[str, Any]:
    alone = next((row for row in found.rows if row.after.number == number), None)
    if alone and alone.before:
        return {"alone": alone, "too_long": ()}
    same, waiting = found.of("same"), found.of("open")
    return {
        "sentences": sentences(found),
        "moved": found.moved,
        "others": [
            ("Same answer as before", "same", same),
            ("Not yet answered this time", "open", waiting),
        ],
        # Each of these has its own page.
        "too_long": too_long((*found.moved, *same, *waiting)),
        "new": found.of("new"),
    }


def _label(assessment: Assessment) -> str:
    version = ""
    if hasattr(assessment, "publication"):
        version = f", version {assessment.publication.version}"
    state = assessment.get_state_display().lower()
    return f"{assessment.year.label}{version}: {assessment.code} ({state})"
