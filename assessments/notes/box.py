"""The shared notes of a provision as its page shows them, with the box for another one."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.access import Member
from assessments.editing.drafts import draft_of
from assessments.models import Response, SharedNote, TypedDraft
from assessments.notes.forms import PREFIX, NoteForm
from assessments.notes.queries import notes_on
from assessments.notes.subject import NoteSubject


@dataclass(frozen=True)
class Shown:
    """One note. `is_own`: the reader wrote it and can take it back."""

    note: SharedNote
    is_own: bool


@dataclass(frozen=True)
class Box:
    """What `assessments/notes/_box.html` needs. `draft`: the reader's own note that is not shared
    yet, which the form holds; `form` is None where no note can be added now.
    """

    notes: list[Shown]
    form: NoteForm | None
    draft: TypedDraft | None

    prefix = PREFIX

    @property
    def unshared(self) -> str:
        """What the reader typed and did not share before the answers were locked."""
        return self.draft.values.get("note", "") if self.draft and self.form is None else ""

    @property
    def known_revision(self) -> int:
        return self.draft.revision if self.draft else 0

    @property
    def is_shown(self) -> bool:
        return bool(self.notes or self.form or self.unshared)

    @property
    def is_open(self) -> bool:
        """Whether it is unfolded: something in it waits for the reader."""
        return bool(self.draft or (self.form and self.form.errors))


def box_of(member: Member, response: Response, form: NoteForm | None = None) -> Box | None:
    """The provision's notes for people who share them, and None for anyone else: two queries.

    `form`: what was typed and could not be shared.
    """
    subject = NoteSubject(response)
    if not subject.may_edit(member):
        return None
    draft = draft_of(member, subject)
    if form is None:
        form = NoteForm(initial=draft.values.get("note", "") if draft else "")
    shown = [
        Shown(note, subject.is_open and note.author_id == member.user.pk)
        for note in notes_on(response)
    ]
    return Box(shown, form if subject.is_open else None, draft)
