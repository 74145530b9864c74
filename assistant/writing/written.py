"""What a model wrote, a sentence at a time: its marks read off, its manner of writing taken away.

Nothing here judges whether a sentence is true; verify does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from assistant.writing.model_problems import Unended
from index.chunk import split_sentences
from index.types import Reading


@dataclass(frozen=True, slots=True)
class Written:
    """One sentence as a model wrote it, without its marks; `marks` are the numbers it cites, in order.

    `label` is what stands before it in its own line, or "": a heading ("Indirect route: goods may enter ...") or a bare yes or no.
    `open` where the answer ends in it without a full stop or a mark: it may be a fragment.
    """

    text: str
    marks: tuple[int, ...] = ()
    label: str = ""
    open: bool = False

    @property
    def wordings(self) -> tuple[str, ...]:
        """What may be shown of it: all, or all but its label."""
        bare = self.text.removeprefix(self.label).strip()
        return (self.text, bare[:1].upper() + bare[1:]) if self.label else (self.text,)

    def unknown_marks(self, passages: int) -> tuple[str, ...]:
        """The marks that point at none of so many passages, as they would be written."""
        return tuple(f"[{mark}]" for mark in self.marks if not 1 <= mark <= passages)


def written_sentences(pieces: Iterable[str]) -> Iterator[Written]:
    """The sentences of a streamed text, each as soon as it is whole, up to a list of sources if one is added.

    A sentence is whole when text other than marks has begun after it: marks behind its full stop are its own.
    """
    for piece in _whole_pieces(without_thoughts(pieces)):
        if _SOURCE_LIST.match(piece):
            return
        written = _written(piece)
        if written:
            yield written


def without_thoughts(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces without what stands between <think> and </think>, however they are cut.

    Servers mostly keep a model's thoughts apart; those that do not send them first, in such tags, of which
    the first may have been the prompt's last.
    """
    waiting, thinking = "", False
    for piece in pieces:
        waiting += piece
        while tag := _THOUGHT_TAG.search(waiting):
            opens = not tag[0].startswith("</")
            if opens and not thinking and tag.start():
                yield waiting[: tag.start()]
            waiting, thinking = waiting[tag.end() :], opens
        begun = _OPEN_TAG.search(waiting)
        whole = waiting[: begun.start()] if begun else waiting
        waiting = waiting[len(whole) :]
        if whole and not thinking:
            yield whole
    if waiting and not thinking:
        yield waiting


_THOUGHT_TAG = re.compile(r"</?(?:think|thinking|thought|reasoning)>", re.IGNORECASE)
_OPEN_TAG = re.compile(r"</?[a-z]{0,9}$", re.IGNORECASE)


# --- cutting a stream ------------------------------------------------------------------------------

_SOURCE = r"(?:passages?|sources?|documents?|context|texts?|excerpts?|evidence|information)"
_NUMBERS = r"\d{1,3}(?!\w)(?:\s*[,;–-]\s*\d{1,3}(?!\w))*"
_LABEL = rf"(?:{_SOURCE}|docs?|refs?|references?)\.?:?\s*"
_MARK = re.compile(
    rf"[\[【［]{{1,2}}\s*(?:{_LABEL})?\^?({_NUMBERS})\s*(?:[†:,;|(][^\]】\[]{{0,60}})?[\]】］]{{1,2}}"
    rf"|\(\s*(?:see |from )?{_LABEL}({_NUMBERS})\s*\)|\bpassages? ({_NUMBERS})"
    # A bare number in round brackets, where the sentence ends and no paragraph is meant.
    rf"|(?<=\s)(?<!paragraph )(?<!paragraphs )(?<!section )(?<!article )(?<!point )(?<!clause )(?<!item )\(({_NUMBERS})\)(?=[.!?]|\s*$)",
    re.IGNORECASE,
)
_FULL_STOP = re.compile(r"[.!?][\"”’')*_]*\s*$")
_OPEN_MARK = re.compile(r"\s*[\[【［(][^\]】］)]{0,60}\]?$|\s+$")


def _whole_pieces(pieces: Iterable[str]) -> Iterator[str]:
    buffer = ""
    try:
        for piece in pieces:
            buffer += piece
            *whole, buffer = _cut(buffer)
            yield from whole
    except Unended:
        if _FULL_STOP.search(_MARK.sub("", buffer)):
            yield buffer
        raise
    *whole, last = [piece for piece in _cut(f"{buffer}\n\n") if piece.strip()] or [""]
    yield from whole
    yield last.removesuffix("\n")


def _cut(text: str) -> list[str]:
    """`text` cut before every sentence that has certainly begun; the last piece may still grow. Joined, it is the text."""
    *lines, last = text.split("\n")
    return [piece for line in lines for piece in _cut_line(f"{line}\n")] + _cut_line(last)


def _cut_line(line: str) -> list[str]:
    visible = _OPEN_MARK.sub("", line)
    blanked = _MARK.sub(lambda m: " " * len(m[0]), visible)
    starts = [s.start for s in split_sentences(Reading(blanked))][1:]
    bounds = [0, *starts, len(line)]
    return [line[start:end] for start, end in pairwise(bounds)]


# --- reading a piece -------------------------------------------------------------------------------

_SOURCE_LIST = re.compile(r"^\W*(?:references|sources|citations|bibliography|works cited)\W*$", re.IGNORECASE)
_LINE_MARKUP = re.compile(r"^\s*(?:#{1,6}\s+|[-*•–+]\s+|\d{1,2}[.)]\s+|>\s+)+")
_CODE_FENCE = re.compile(r"^\s*(?:```|~~~)\w*\s*$")
_HEADING = re.compile(r"^\s*#{1,6}\s|^\s*(?:\*\*|__)[^*_.!?\d]+(?:\*\*|__):?\s*$")
_LEAD_IN = re.compile(r"^[^\d\x00]*:$")
_IMAGE = re.compile(r"!\[[^\]\[]*\]\([^()\s]*(?:\s+\"[^\"]*\")?\)\s*")
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
# Signs without a shape, which part words or turn the order of letters round.
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LINK = re.compile(r"!?\[([^\]\[]*)\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"]*\")?\)")
_EMPHASIS = re.compile(r"\*\*|__|`|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])")
_ANSWER_LABEL = re.compile(r"^(?:(?:final|short|direct) )?answer:\s*", re.IGNORECASE)
# Words in bold with a colon, before a sentence: a heading of the model's own.
_BOLD_LABEL = re.compile(
    r"^\s*(?:[-*•–+]\s+|\d{1,2}[.)]\s+)*(?:\*\*|__)([^*_\d]{2,60}?)(?::(?:\*\*|__)|(?:\*\*|__)(?::|\s+[–—-](?=\s)))\s*(?=[\"“]?[A-Z])"
)
_YES_OR_NO = re.compile(r"^(?:yes|no)(?:[,.:;]|\s*[–—-])(?=\s+\S)", re.IGNORECASE)
# What is only said to the one who asked.
_COURTESY = re.compile(
    r"^(?:yes|no)\W*$|^(?:sure(?: thing)?|certainly|of course|absolutely|great question|good question|thank you|thanks|you're welcome|no problem)\b[^.!?]{0,40}[.!]$"
    r"|^(?:let me know|feel free|i hope|hope this|if you (?:need|have|would like|want)|please let me know|do you want|would you like|happy to|i'd be happy|i can also)\b"
    r"|^(?:sure|certainly|of course)?[,!.]?\s*(?:here(?:'s| is| are)|below (?:is|are)) (?:an? |the |what )?[^.]*:$",
    re.IGNORECASE,
)

# A row of a table in which no cell has so many words or a figure only names its columns.
_FEWEST_IN_ROW = 3

# Where a mark stood, until the words around it that only lead to it are gone too.
_M = "\x00"
_MARKS = rf"{_M}(?:\s*(?:(?:,|;|&|and)\s*)?{_M})*"
_POINTING = r"(?:according to|based on|as (?:stated|noted|reported|described|mentioned|shown|per|explained|outlined)(?: in| by)?|as per|per|in|from|see)"
_THE = r"(?:(?:the|these|this|those|all) )?(?:(?:provided|given|above|following|numbered|cited|relevant|available) )*"
_WITHOUT_POINTING = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"^{_POINTING} {_THE}(?:{_SOURCE} )?{_MARKS}\s*[,:]\s*",
        rf"^{_POINTING} {_THE}{_SOURCE}(?: (?:provided|given|above))?\s*[,:]\s*",
        rf"^{_THE}(?:{_SOURCE} )?{_MARKS} (?:also )?(?:says?|states?|reports?|notes?|mentions?|indicates?|explains?|describes?)(?: that\b)?:?\s*",
        rf"\s*\(\s*(?:{_POINTING}|sources?)?:?\s*{_MARKS}\s*\)",
        rf",?\s*{_POINTING} {_THE}(?:{_SOURCE} )?{_MARKS}(?=\W*$)",
        rf"\s*{_MARKS}",
    )
)


def _written(piece: str) -> Written | None:
    """The sentence in a piece of a line; None where it states nothing: a heading, a lead-in to a list, a ruling."""
    if _HEADING.match(piece) or _CODE_FENCE.match(piece):
        return None
    piece = _TAG.sub("", _IMAGE.sub("", _UNSEEN.sub("", piece)))
    piece = _LINK.sub(lambda link: f"[{link[1]}]" if link[1].isdigit() else link[1], piece.replace(_M, ""))
    marks = tuple(number for match in _MARK.finditer(piece) for number in _numbers(_numbers_of(match)))
    label = _BOLD_LABEL.match(piece)
    text = _plain(_MARK.sub(_M, piece))
    if _LEAD_IN.match(text):
        return None
    text = _without_pointing(text)
    if not re.search(r"\w", text) or _COURTESY.match(text.replace("’", "'")):
        return None
    answer = _YES_OR_NO.match(text)
    head = _plain(label[0]) if label else answer[0] if answer else ""
    return Written(text, marks, head if text.startswith(head) else "", _is_open(piece))


def _is_open(piece: str) -> bool:
    """Whether a piece just ends: no line, no sentence and no mark ends with it."""
    return not (
        piece.endswith("\n") or _FULL_STOP.search(piece) or _MARK.sub(_M, piece).rstrip(" .*_").endswith(_M)
    )


def _plain(piece: str) -> str:
    """The piece without what is only for the eye: list signs, emphasis, the lines of a table."""
    text = _EMPHASIS.sub("", _LINE_MARKUP.sub("", piece))
    text = _ANSWER_LABEL.sub("", text.strip())
    if text.startswith("|"):
        cells = [cell.strip() for cell in text.strip("|").split("|")]
        heads = all(len(cell.split()) < _FEWEST_IN_ROW and not re.search(r"\d", cell) for cell in cells)
        text = "" if heads else ", ".join(cells)
    return " ".join(text.split())


def _without_pointing(text: str) -> str:
    """The text without its marks and the words that only lead to one: "According to [1], it holds." -> "It holds." """
    bare = text
    for form in _WITHOUT_POINTING:
        bare = form.sub("", bare)
    bare = bare.strip()
    return bare if text.startswith(bare[:1]) else bare[:1].upper() + bare[1:]


def _numbers_of(mark: re.Match[str]) -> str:
    return next(group for group in mark.groups() if group)


def _numbers(inside: str) -> Iterator[int]:
    """ "1, 3" -> 1, 3; "2-4" -> 2, 3, 4."""
    for part in re.split(r"[,;]", inside):
        ends = [int(number) for number in re.findall(r"\d+", part)]
        yield from (
            range(ends[0], ends[-1] + 1) if len(ends) == 2 and ends[0] < ends[1] < ends[0] + 10 else ends
        )


# --- finding nothing -------------------------------------------------------------------------------

_NEGATED = r"(?:do(?:es)? not|don't|doesn't|did not|didn't|contains? no|provides? no|gives? no|makes? no|cannot|can't|lacks?|fails? to|(?:is|are) silent|ha(?:s|ve) no|(?:is|are) (?:not sufficient|insufficient))"
_SPEAKS_OF_PASSAGES = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"^(?:(?:i am|i'm) (?:sorry|afraid)|sorry|unfortunately|i apologi[sz]e)?\W*(?:but )?\bi (?:do not|don't|cannot|can't|can not|could not|couldn't|am (?:not able|unable)|was (?:not able|unable)|have no|did not|didn't|found no|find no|see no|apologi[sz]e)\b",
        r"^(?:unfortunately,? )?we (?:do not|don't|cannot|can't|could not|are unable to|have no) (?:find|answer|determine|know|have (?:any |enough )?(?:information|access)|provide|locate|identify|information)\b",
        rf"\b(?:provided|given|above|supplied|available|retrieved|numbered) {_SOURCE}\b.*\b{_NEGATED}\b",
        rf"^(?:unfortunately,? )?{_THE}(?:passages?|context|excerpts?|corpus|evidence provided)\b.*\b{_NEGATED}\b",
        rf"\b(?:not|nowhere|never) (?:\w+ )?(?:mentioned|specified|stated|provided|given|found|available|addressed|discussed|included|answered|contained|clear) (?:anywhere )?(?:in|by|from) (?:any of )?{_THE}{_SOURCE}\b",
        rf"^(?:unfortunately,? )?(?:there is|there's|there are|there was) (?:no|not any|not enough|insufficient)\b.*\b(?:in|by|from) {_THE}(?:passages?|context|excerpts?|documents?)\b",
        r"^(?:unfortunately,? )?(?:the |this |your )?question (?:cannot|can not|can't|could not) be\b",
        r"^(?:n/a|unknown|none|no answer|not (?:mentioned|specified|stated|provided|available|applicable|enough information|found))\W*$",
    )
)
_MAY_SPEAK_OF_PASSAGES = re.compile(
    rf"^(?:unfortunately,? |however,? )?(?:(?:there is|there's|there are|there was) (?:no|not any|not enough|insufficient)|no (?:\w+ )?(?:information|mention|details?|data|evidence) (?:is|was|are|on|about|regarding|of)\b|{_THE}{_SOURCE}\b.*\b{_NEGATED}\b|it is (?:not clear|unclear|unknown|not known|not specified|not mentioned|not stated)\b|this is not (?:mentioned|specified|stated)\b)",
    re.IGNORECASE,
)


def finds_nothing(text: str) -> bool:
    """Whether a sentence says in a model's own words that the passages hold no answer.

    "The provided passages do not mention a fine." -> True; "The decree does not mention a fine." -> False.
    """
    return any(form.search(text.replace("’", "'")) for form in _SPEAKS_OF_PASSAGES)


def may_find_nothing(text: str) -> bool:
    """Whether a sentence that no source carries is best read so: "There is no information on fines." -> True."""
    return bool(_MAY_SPEAK_OF_PASSAGES.search(text.replace("’", "'")))


# --- another language ----------------------------------------------------------------------------

_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|a|an|in|is|are|was|were|that|for|on|with|by|it|its|has|have|not|at|from|as)\b",
    re.IGNORECASE,
)
_FEWEST_TO_TELL = 6


def is_foreign(text: str) -> bool:
    """Whether a sentence is plainly not English: other letters for the most part, or none of its small words among many."""
    letters = [letter for letter in text if letter.isalpha()]
    if 2 * sum(not letter.isascii() for letter in letters) > len(letters):
        return True
    return len(text.split()) >= _FEWEST_TO_TELL and 12 * len(_ENGLISH.findall(text)) < len(text.split())
