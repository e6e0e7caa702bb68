"""Reads an answer as published forms write it. What cannot be read for sure is never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from assessments.enums import Answer, answer_label

_YES = {
    *("yes", "y", "compliant", "fully compliant", "complies", "we comply", "comply", "complied"),
    *("met", "fully met", "fully", "full compliance", "in compliance", "true", "✓", "✔", "☑", "✅"),
    *("yes we comply", "yes fully", "yes compliant", "yes fully compliant", "yes met", "yes we do"),
}
_NO = {
    *("no", "n", "non compliant", "noncompliant", "not compliant", "does not comply", "not met"),
    *("do not comply", "we do not comply", "no non compliant", "no not compliant", "false"),
    *("non compliance", "not yet compliant", "not yet met", "no not met", "no not yet", "unmet"),
    *("not currently compliant", "no we do not", "❌", "✗", "✘"),
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
        r"\b(partial\w*|partly|in part|not|n ?/? ?a|no|however|but|except|apart from|unless"
        r"|although|until|tbc|unsure|in progress|working towards|once|from|planned|^will"
        r"|will (?:be|comply|meet|have|need|introduce|start|begin|change|review|update))\b"
    ),
    Answer.NO: re.compile(r"\b(partial\w*|partly|in part|not applicable|n ?/ ?a|yes|compliant)\b"),
}
_BOX_ON = "☒☑✓✔✅🗹⊠■◉●⦿"
_BOX_OFF = "☐□○❏❑◯"
# The words that a list of choices is made of.
_CHOICES = {word for phrase in _WORDS for word in phrase.split()} | {"", "or", "applicable"}
_COLOURS = re.compile(r"^(?:rag )?(?:green|amber|red|yellow)(?: \([rag]\))?\s*[-–—:,/(]\s*")


@dataclass(frozen=True)
class Reading:
    """`rest` is what the cell says beside its answer. `sure` is false where there is none."""

    answer: Answer | Literal[""]
    rest: str = ""
    sure: bool = True
    # True where a person should know how it was understood.
    interpreted: bool = False


UNREADABLE = Reading("", sure=False)


def _fold(text: str) -> str:
    text = text.casefold().replace("&", " and ").replace("’", "'")
    return " ".join(re.sub(r"(?:[^\w✓✔☑✅❌✗✘]|_)+", " ", text).split())


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


def read_answer(text: str) -> Reading:
    """The answer that a cell's text gives; blank and sure for an empty cell."""
    ticked = _boxes(text)
    if ticked is not None:
        text = ticked
    text = " ".join(text.split()) if "\n" not in text.strip() else text.strip()
    text = _COLOURS.sub("", text.casefold()) if _COLOURS.match(text.casefold()) else text
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
        pattern = r"[\W_]+".join(re.escape(part) for part in word.split())
        match = re.match(rf"\W*{pattern}(?![\w/&])", text, re.IGNORECASE)
        if match is None:
            continue
        rest = text[match.end() :]
        separator = re.match(r"\s*(?:[-–—:;.,(]|\n)\s*", rest)
        loose = separator is None and word in {"yes", "partially compliant", "fully compliant"}
        if separator is None and not loose:
            continue
        kept = rest[separator.end() if separator else 0 :].strip()
        short = " ".join(kept.split()[:8]).casefold()
        doubt = _DOUBTS.get(_WORDS[word])
        if len(word) == 1 or (doubt and doubt.search(kept.casefold() if loose else short)):
            return UNREADABLE
        return Reading(_WORDS[word], rest=kept, interpreted=True)
    return UNREADABLE


def is_answer(text: str) -> bool:
    """Whether the text is what a form says as an answer, and nothing else."""
    folded = _fold(text)
    return folded in _WAITING or (folded in _WORDS and not _unjoined(text))


def looks_long(text: str) -> bool:
    """Whether an unreadable answer is really evidence: words, not a slip of the keyboard."""
    if _fold(text) in _WAITING:
        return False
    words = [word for word in text.split() if word.strip(_BOX_ON + _BOX_OFF + "[]()/,;:.-–—")]
    if all(part in _CHOICES for word in words for part in _fold(word).split()):
        # "☐ Yes ☐ No ☐ N/A": choices, none of them taken.
        return False
    return len(words) >= 4 or len(text) >= 30 or "http" in text
