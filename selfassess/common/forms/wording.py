"""How a field's name stands in the sentence of an error."""

from __future__ import annotations


def sentence_start(label: str) -> str:
    """The label as a sentence begins: "Due date" for "due date"."""
    return label[:1].upper() + label[1:]


def in_sentence(label: str) -> str:
    """The label inside a sentence: "due date" for "Due date", but "MRC’s title" stays."""
    first = label.split(" ")[0]
    if first[1:] != first[1:].lower():
        return label
    return label[:1].lower() + label[1:]
