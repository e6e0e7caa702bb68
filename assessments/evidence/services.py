"""Writes to the library and to what answers cite.

Every write checks the rule, names the version that it edited, and where an answer is concerned
adds its history in the same transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import F, Max, QuerySet
from django.utils import timezone

from accounts.access import Member
from assessments import rules
from assessments.citations import record_citation
from assessments.enums import OPEN_STATES, Event, citation_label
from assessments.evidence.files import Content
from assessments.models import Citation, EvidenceItem, Response
from assessments.services import Conflict, lock_response
from selfassess.common import storing

# More than any answer needs, and few enough for every file that names them.
MOST_CITED = 40


class AlreadyCited(Exception):
    """The answer cites the item already: its clause can be changed."""


class TooManyCited(Exception):
    """The answer cites as much as one may."""


class IsCited(Exception):
    """Something cites the item: it stays."""


class FileIsInternal(ValueError):
    """A file is for the landlord's people alone."""


@dataclass(frozen=True)
class Details:
    """What people enter of an item. A file goes beside it, and instead of an address."""

    title: str
    kind: str
    is_public: bool = False
    address: str = ""
    dated_on: date | None = None
    covers_from: date | None = None
    covers_to: date | None = None
    owner: str = ""
    review_on: date | None = None


def add(
    member: Member, details: Details, file: Content | None = None, *, at: datetime | None = None
) -> EvidenceItem:
    """A new item in the landlord's library. Raises PermissionDenied, or OSError where the file
    cannot be stored as a whole.
    """
    if not rules.may_manage_evidence(member):
        raise PermissionDenied
    with _stored(file) as held:
        return _added(member, details, held, at)


def _added(member: Member, details: Details, held: _File, at: datetime | None) -> EvidenceItem:
    now = at or timezone.now()
    return EvidenceItem.objects.create(
        landlord=member.landlord,
        created_at=now,
        created_by=member.user,
        changed_at=now,
        changed_by=member.user,
        **_columns(details, held),
    )


def change(
    member: Member,
    item: EvidenceItem,
    details: Details,
    file: Content | None = None,
    *,
    version: int,
    keeps_file: bool = False,
    at: datetime | None = None,
) -> EvidenceItem:
    """Changes an item wherever answers that can still be changed cite it. What was sent for
    approval or published stays as it was.

    `keeps_file`: whether the file that it has stays. Raises PermissionDenied, OSError, or Conflict
    where someone has changed or removed it since.
    """
    if not _is_theirs(member, item):
        raise PermissionDenied
    with _stored(file) as new, transaction.atomic():
        held = _file_of(item) if keeps_file else new
        changed = EvidenceItem.objects.filter(pk=item.pk, version=version).update(
            **_columns(details, held),
            version=F("version") + 1,
            changed_at=at or timezone.now(),
            changed_by=member.user,
        )
        if not changed:
            raise Conflict
        _forget_file(item.storage_name)
    return EvidenceItem.objects.select_related("landlord").get(pk=item.pk)


def replace(
    member: Member,
    item: EvidenceItem,
    details: Details,
    file: Content | None = None,
    *,
    version: int,
    at: datetime | None = None,
) -> EvidenceItem:
    """A newer edition of an item; the earlier one stays for what cites it.

    Where a self-assessment that is not published yet cites the earlier one, someone has to check
    the clause: `check` moves the citation on. Raises PermissionDenied, OSError, or Conflict where
    someone has changed, replaced or removed the item since.
    """
    if not _is_theirs(member, item):
        raise PermissionDenied
    with _stored(file) as held, transaction.atomic():
        newer = _added(member, details, held, at)
        replaced = EvidenceItem.objects.filter(pk=item.pk, version=version, replaced_by=None)
        if not replaced.update(replaced_by=newer, version=F("version") + 1):
            raise Conflict
        item.citations.filter(response__assessment__state__in=OPEN_STATES).update(
            needs_checking=True
        )
    return newer


def remove(member: Member, item: EvidenceItem, *, version: int) -> None:
    """Removes an item that nothing cites, and its file. What replaced it replaces the edition
    before it; where nothing did, that edition is the newest again.

    Raises PermissionDenied, IsCited, or Conflict.
    """
    if not _is_theirs(member, item):
        raise PermissionDenied
    with transaction.atomic():
        mine = EvidenceItem.objects.filter(pk=item.pk, version=version)
        if not mine.select_for_update().values_list("pk"):
            raise Conflict
        if item.citations.exists():
            raise IsCited
        # Read anew: it may have been replaced since it was loaded.
        newer = mine.get().replaced_by
        if newer is None:
            Citation.objects.filter(item__replaced_by=item).update(needs_checking=False)
        item.earlier_editions.update(replaced_by=newer)
        mine.delete()
        _forget_file(item.storage_name)


def cite(
    member: Member,
    response: Response,
    item: EvidenceItem,
    clause: str = "",
    *,
    at: datetime | None = None,
) -> Citation:
    """Has an answer cite an item. Raises PermissionDenied, Locked, AlreadyCited, TooManyCited, or
    Conflict where someone has removed the item since.
    """
    now = at or timezone.now()
    if not _is_theirs(member, item):
        raise PermissionDenied
    with transaction.atomic():
        current = lock_response(member, response, now)
        # Waits for anyone replacing or removing it.
        held = EvidenceItem.objects.filter(pk=item.pk).select_for_update().first()
        if held is None:
            raise Conflict
        last = current.citations.aggregate(last=Max("position"))["last"]
        if current.citations.count() >= MOST_CITED:
            raise TooManyCited
        try:
            with transaction.atomic():
                citation = Citation.objects.create(
                    response=current,
                    item=held,
                    clause=clause,
                    position=0 if last is None else last + 1,
                    needs_checking=held.replaced_by_id is not None,
                )
        except IntegrityError:
            raise AlreadyCited from None
        record_citation(current, Event.CITED, member.user, "", citation.in_words, at=now)
    return citation


def add_and_cite(
    member: Member, response: Response, details: Details, file: Content | None, clause: str
) -> Citation:
    """A new item, cited by the answer that it was entered for: both, or neither.

    Raises as `add` and `cite` do.
    """
    if not rules.may_manage_evidence(member):
        raise PermissionDenied
    with _stored(file) as held, transaction.atomic():
        return cite(member, response, _added(member, details, held, None), clause)


def change_clause(
    member: Member, citation: Citation, clause: str, *, at: datetime | None = None
) -> None:
    """Changes the clause that an answer means. Raises PermissionDenied, Locked, or Conflict where
    someone has removed or moved the citation since.
    """
    with transaction.atomic():
        now = at or timezone.now()
        current = lock_response(member, citation.response, now)
        _put(citation, clause=clause)
        after = citation_label(citation.item.title, clause)
        if after != citation.in_words:
            record_citation(
                current, Event.CITATION_CHANGED, member.user, citation.in_words, after, at=now
            )


def uncite(member: Member, citation: Citation, *, at: datetime | None = None) -> None:
    """Removes an item from an answer. Raises PermissionDenied, Locked, Conflict."""
    with transaction.atomic():
        now = at or timezone.now()
        current = lock_response(member, citation.response, now)
        removed, _ = _same(citation).delete()
        if not removed:
            raise Conflict
        record_citation(current, Event.UNCITED, member.user, citation.in_words, "", at=now)


def check(
    member: Member,
    citation: Citation,
    clause: str,
    *,
    takes_newest: bool,
    at: datetime | None = None,
) -> None:
    """Someone has looked at the clause in a newer edition: the answer cites that one from now on,
    or stays with the edition that it cites.

    Where it cites the newest already, the two become one.
    Raises PermissionDenied, Locked, Conflict.
    """
    with transaction.atomic():
        now = at or timezone.now()
        current = lock_response(member, citation.response, now)
        target = newest_of(citation.item) if takes_newest else citation.item
        twin = current.citations.filter(item=target).exclude(pk=citation.pk)
        before = citation.in_words
        if twin.exists():
            removed, _ = _same(citation).delete()
            if not removed:
                raise Conflict
            event, after = Event.UNCITED, ""
        else:
            _put(citation, item=target, clause=clause, needs_checking=False)
            event, after = Event.CITATION_CHANGED, citation_label(target.title, clause)
        note = "Checked against the newer edition" if takes_newest else "Kept the earlier edition"
        record_citation(current, event, member.user, before, after, note=note, at=now)


def newest_of(item: EvidenceItem) -> EvidenceItem:
    """The edition that nothing has replaced."""
    while item.replaced_by is not None:
        item = item.replaced_by
    return item


def _same(citation: Citation) -> QuerySet[Citation]:
    """The citation, where it is still as it was read."""
    return Citation.objects.filter(pk=citation.pk, item=citation.item_id, clause=citation.clause)


def _put(citation: Citation, **values: Any) -> None:
    if not _same(citation).update(**values):
        raise Conflict


def _is_theirs(member: Member, item: EvidenceItem) -> bool:
    return rules.may_manage_evidence(member) and item.landlord_id == member.landlord.pk


_File = dict[str, Any]
_NO_FILE: _File = {"file_name": "", "file_type": "", "storage_name": "", "digest": "", "size": 0}


@contextmanager
def _stored(file: Content | None) -> Iterator[_File]:
    """Stores a file, under a name that no other has; what an item says of it. It goes again where
    the item is not saved. Raises OSError.
    """
    if file is None:
        yield _NO_FILE
        return
    name = storing.put(f"evidence/{file.digest[:2]}/{uuid4().hex}", file.data)
    is_kept = False
    try:
        yield {
            "file_name": file.name,
            "file_type": file.type,
            "storage_name": name,
            "digest": file.digest,
            "size": len(file.data),
        }
        is_kept = True
    finally:
        if not is_kept:
            default_storage.delete(name)


def _file_of(item: EvidenceItem) -> _File:
    return {name: getattr(item, name) for name in _NO_FILE}


def _columns(details: Details, file: _File) -> dict[str, Any]:
    if file["storage_name"] and (details.is_public or details.address):
        raise FileIsInternal
    return vars(details) | file


def _forget_file(name: str) -> None:
    """Removes a file once nothing can bring its item back: after the commit. Where the storage
    does not let go of it, Django logs that, for the item has gone by then.
    """

    def delete() -> None:
        if not EvidenceItem.objects.filter(storage_name=name).exists():
            default_storage.delete(name)

    if name:
        transaction.on_commit(delete, robust=True)
