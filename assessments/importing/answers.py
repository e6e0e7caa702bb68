"""Reads an answer as published forms write it. What cannot be read for sure is never guessed.

A cell that says nothing but an answer is that answer. One that goes on after it is read as long as
what follows does not take it back: "Yes – see clause 4", but not "Yes once the policy is approved".
A colour before the words has to agree with them, and is no answer by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from assessments.enums import Answer, answer_label

_YES = {
    *("yes", "y", "compliant", "fully compliant", "complies", "we comply", "comply", "complied"),
    *("met", "fully met", "fully", "full compliance", "in compliance", "true", "✓", "✔", "☑", "✅"),
    *("yes we comply", "yes fully", "yes compliant", "yes fully compliant", "yes met", "yes we do"),
    *("we are compliant", "we are fully compliant", "compliant fully", "compliant in full"),
    *("complies fully", "fully complies", "fully comply", "we fully comply", "yes in full"),
    *("requirement met", "yes complies", "yes we are compliant", "yes we fully comply"),
}
_NO = {
    *("no", "n", "non compliant", "noncompliant", "not compliant", "does not comply", "not met"),
    *("do not comply", "we do not comply", "no non compliant", "no not compliant", "false"),
    *("non compliance", "not yet compliant", "not yet met", "no not met", "no not yet", "unmet"),
    *("not currently compliant", "no we do not", "no we do not comply", "we are not compliant"),
    *("requirement not met", "❌", "✗", "✘"),
}
_PARTLY = {
    *("partly", "partial", "partially", "part", "in part", "partially compliant", "yes no"),
    *("partly compliant", "part compliant", "partial compliance", "partially met", "partly met"),
    *("yes and no", "no yes", "no and yes", "y n", "y and n", "yes or no", "partially complies"),
    *("partially complied", "yes partially", "yes partly", "yes in part", "no partially"),
    *("no partly", "partially yes", "partly yes", "yes partial", "no partial", "part met"),
    *("yes partially compliant", "no partially compliant", "partially comply", "partly comply"),
}
_NOT_APPLICABLE = {
    *("n a", "na", "not applicable", "non applicable", "does not apply", "not relevant"),
    *("n a not applicable", "not applicable n a"),
}
_WORDS: dict[str, Answer] = {
    **dict.fromkeys(_YES, Answer.YES),
    **dict.fromkeys(_NO, Answer.NO),
    **dict.fromkeys(_PARTLY, Answer.PARTLY),
    **dict.fromkeys(_NOT_APPLICABLE, Answer.NOT_APPLICABLE),
}
# The longest first, so that "partially compliant" is not read as "partially".
_LEADING = sorted(_WORDS, key=len, reverse=True)
# After a plain answer these take it back, or half of it.
_DOUBTS = {
    Answer.YES: re.compile(
        r"\b(partial\w*|partly|in part|not|n ?/? ?a|however|but|except|apart from|unless"
        r"|no(?! (?:issues?|gaps?|changes?|further|exceptions?|actions?|concerns?)\b)"
        r"|although|until|tbc|unsure|in progress|working towards|once|from|planned|^will"
        r"|mostly|largely|almost|nearly|subject to|pending|awaiting"
        r"|by (?:20\d\d|the end|next|q[1-4]|spring|summer|autumn|winter|january|february|march"
        r"|april|may|june|july|august|september|october|november|december)"
        r"|will (?:be|comply|meet|have|need|introduce|start|begin|change|review|update))\b"
    ),
    Answer.NO: re.compile(
        r"\b(partial\w*|partly|in part|not applicable|n ?/ ?a|yes|compliant)\b"
        r"|(?<!not )\bcompl(?:y|ies)\b"
    ),
}
# Wherever they stand in what follows "Yes", or in words that stand for it.
_DOUBTFUL = re.compile(
    r"\b(?:not yet|not fully|not (?:currently )?compliant|non-?compliant|once approved|no longer"
    r"|(?:do not|does not|don't) (?:comply|meet)|partially compliant|partly compliant"
    r"|to be (?:approved|agreed|confirmed)|subject to approval|tbc)\b"
)
# Right after an answer without a stop these make it one under a condition.
_CONDITIONS = re.compile(
    r"\b(when|if|after|following|providing|provided|should|would|need\w*|aim\w*|plan\w*)\b"
)
_FIRST_WORDS = 8
_BOX_ON = "☒☑✓✔✅🗹⊠■◉●⦿"
_BOX_OFF = "☐□○❏❑◯"
_SEPARATOR = re.compile(r"\s*(?:[-–—:;.,(]|\n)\s*")
# "No. 12": not the answer, but a number.
_NUMBERED = re.compile(r"\s*\.?\s*\d")
# What may be followed by words without a stop between.
_LOOSE = {"yes", "partially compliant", "fully compliant"}
# The words that a list of choices is made of.
_CHOICES = {word for phrase in _WORDS for word in phrase.split()} | {"", "or", "applicable"}
_COLOURS = re.compile(r"^(?:rag )?(green|amber|red|yellow)(?: \([rag]\))?\s*[-–—:,/(]\s*")
# What a colour before the words cannot mean.
_AGAINST = {"green": {Answer.NO, Answer.PARTLY}, "red": {Answer.YES}}
_AGAINST |= {"amber": {Answer.YES}, "yellow": {Answer.YES}}
# Letters that Wingdings shows as boxes and ticks, where a file has lost the font.
_LOST_FONT = re.compile(r"[þý¨]")
_LOST = str.maketrans({"þ": "☑", "ý": "☒", "¨": "☐"})
_LONE_O = re.compile(r"(?<!\w)o(?!\w)")
_LOST_ALONE = {"þ": "☑", "ü": "✓", "û": "✗"}


@dataclass(frozen=True)
class Reading:
    """`rest` is what the cell says beside its answer. `sure` is false where there is none."""

    answer: Answer | Literal[""]
    rest: str = ""
    sure: bool = True
    # True where a person should know how it was understood.
    interpreted: bool = False


UNREADABLE = Reading("", sure=False)


# "✗ No", "✓ Yes": the sign says what the words say.
_SAID_TWICE = re.compile(
    r"^(?:[❌✗✘] (?=(?:no|not|non)\b)|[✓✔✅] (?=(?:yes|met|fully|compliant)\b))"
)


# One text is asked about again and again, as the ways and the columns are tried.
_remembered = lru_cache(maxsize=10_000)


@_remembered
def _fold(text: str) -> str:
    text = text.casefold().replace("&", " and ").replace("’", "'")
    folded = " ".join(re.sub(r"(?:[^\w✓✔☑✅❌✗✘]|_)+", " ", text).split())
    return _SAID_TWICE.sub("", folded)


# What our own drafts call an answer that has not been confirmed: it does not count.
_WAITING = {_fold(answer_label(answer, to_confirm=True)) for answer in ("", *Answer.values)}


def _boxes(text: str) -> str | None:
    """What is ticked among boxes such as "☒ Yes ☐ No"; None where there are no boxes."""
    text = re.sub(r"[\[(]\s*[xX✓✔]\s*[\])]", " ☒ ", text)
    text = re.sub(r"\[\s*\]", " ☐ ", text)
    on, box = f"[{_BOX_ON}]", f"[{_BOX_ON}{_BOX_OFF}]"
    words = re.sub(box, "", text).strip()
    if not words or not re.search(box, text):
        return None
    before = re.match(rf"\s*{box}", text) is not None
    pattern = (
        rf"({box})([^{_BOX_ON}{_BOX_OFF}]*)" if before else rf"([^{_BOX_ON}{_BOX_OFF}]*)({box})"
    )
    ticked = []
    for match in re.finditer(pattern, text):
        mark, label = (match[1], match[2]) if before else (match[2], match[1])
        if re.match(on, mark):
            ticked.append(label.strip())
    return " ".join(ticked) if len(ticked) == 1 else ""


@_remembered
def read_answer(text: str) -> Reading:
    """The answer that a cell's text gives; blank and sure for an empty cell."""
    text = _with_boxes(text)
    ticked = _boxes(text)
    text = text if ticked is None else ticked
    text = " ".join(text.split()) if "\n" not in text.strip() else text.strip()
    colour = _COLOURS.match(text.casefold())
    if colour is None:
        return _read(text)
    reading = _read(text[colour.end() :])
    return UNREADABLE if reading.answer in _AGAINST[colour[1]] else reading


def _with_boxes(text: str) -> str:
    """The text with the boxes that letters of Wingdings stand for."""
    if text.strip() in _LOST_ALONE:
        return _LOST_ALONE[text.strip()]
    lone = _LONE_O.findall(text)
    if not _LOST_FONT.search(text) and not (len(lone) > 1 and _is_choice(text)):
        return text
    return _LONE_O.sub("☐", text.translate(_LOST))


def _is_choice(text: str) -> bool:
    """Whether a text is a list of answers to choose from, and nothing else."""
    return all(part in _CHOICES for part in _fold(text).split() if part != "o")


def _read(text: str) -> Reading:
    folded = _fold(text)
    if not folded or folded in _WAITING:
        return Reading("")
    if _unjoined(text):
        return UNREADABLE
    if folded in _WORDS:
        answer = _WORDS[folded]
        return Reading(answer, interpreted=answer == Answer.PARTLY and "part" not in folded)
    if _repeats(folded):
        return Reading(_WORDS[folded.split()[0]])
    return _leading(text)


def _unjoined(text: str) -> bool:
    """ "No Yes": two answers with nothing between; the second may begin another cell's text."""
    return re.fullmatch(r"\W*(?:yes\s+no|no\s+yes|y\s+n)\W*", text, re.IGNORECASE) is not None


def _repeats(folded: str) -> bool:
    """ "Yes Yes": one answer in a cell that was cut in two."""
    words = set(folded.split())
    return len(words) == 1 and words.pop() in _WORDS


def _leading(text: str) -> Reading:
    """An answer followed by words: "Yes – see clause 4". Doubtful where the words doubt it."""
    for word in _LEADING:
        match = _leading_pattern(word).match(text)
        if match is None:
            continue
        rest = text[match.end() :]
        separator = _SEPARATOR.match(rest)
        if word == "no" and _NUMBERED.match(rest):
            continue
        if separator is None and word not in _LOOSE:
            continue
        kept = rest[separator.end() if separator else 0 :].strip()
        if len(word) == 1 or _takes_back(_WORDS[word], kept, loose=separator is None):
            return UNREADABLE
        return Reading(_WORDS[word], rest=kept, interpreted=True)
    return UNREADABLE


@cache
def _leading_pattern(word: str) -> re.Pattern[str]:
    parts = r"[\W_]+".join(re.escape(part) for part in word.split())
    return re.compile(rf"\W*{parts}(?![\w/&])", re.IGNORECASE)


def _takes_back(answer: Answer, rest: str, *, loose: bool) -> bool:
    """Whether what follows an answer doubts it: right behind it, or in so many words."""
    whole = rest.casefold()
    first = " ".join(whole.split()[:_FIRST_WORDS])
    doubt = _DOUBTS.get(answer)
    if doubt is not None and doubt.search(whole if loose else first):
        return True
    if answer != Answer.YES:
        return False
    return bool(_DOUBTFUL.search(whole) or (loose and _CONDITIONS.search(first)))


def is_answer(text: str) -> bool:
    """Whether the text is what a form says as an answer, and nothing else."""
    folded = _fold(text)
    return folded in _WAITING or (folded in _WORDS and not _unjoined(text))


def begins_with_answer(text: str) -> bool:
    """Whether a text begins as an answer does, whatever follows: "Yes once ...", "Met in part"."""
    folded = f"{_fold(text)} "
    return any(len(word) > 1 and folded.startswith(f"{word} ") for word in _LEADING)


@_remembered
def looks_long(text: str) -> bool:
    """Whether an unreadable answer is really evidence: words, not a slip of the keyboard."""
    if _fold(text) in _WAITING:
        return False
    text = _with_boxes(text)
    words = [word for word in text.split() if word.strip(_BOX_ON + _BOX_OFF + "[]()/,;:.-–—")]
    if all(part in _CHOICES for word in words for part in _fold(word).split()):
        # "☐ Yes ☐ No ☐ N/A": choices, none of them taken.
        return False
    return len(words) >= 4 or len(text) >= 30 or "http" in text
