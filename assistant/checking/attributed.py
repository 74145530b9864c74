"""What a source gives only as somebody's claim or opinion, and a claim tells as so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.held import HeldClaim
from assistant.checking.reading import read, tells


def find_unattributed(held: HeldClaim) -> list[str]:
    """The words by which every sentence that tells what the claim does leaves it to somebody, for people.

    "The warning was a political decision." against ["Telmar called the warning a political decision."]
    -> ["the source gives it as somebody's word: 'called'"]
    """
    said = held.said
    if _ATTRIBUTES.search(said.text):
        return []
    found = []
    for source in held.sentences:
        if not tells(source, said):
            continue
        cue = next((cue for cue, matter in _left_to(source.text) if tells(read(matter), said)), "")
        if not cue:
            return []  # told by the source itself, or by what it found, whatever another says of it
        found.append(f"the source gives it as somebody's word: '{cue}'")
    return found[:1]


_TALK = r"(?:claims?|allegations?|accusations?|opinion|belief|fears?|suspicions?|assertions?|charges?)"
# A verb of opinion, with the matter behind it. What was said, reported, found or ruled is mostly told as so.
_OPINION = re.compile(
    r"\b(?<!to )(?:claim(?:s|ed)|alleg(?:es|ed)|argu(?:es|ed)|insist(?:s|ed)|maintain(?:s|ed) that|contend(?:s|ed)|assert(?:s|ed)"
    r"|believ(?:es|ed)|fear(?:s|ed)|suspect(?:s|ed)|complain(?:s|ed)|protest(?:s|ed)|question(?:s|ed) (?:whether|if|how)"
    r"|accus(?:es|ed)|criticis(?:es|ed)|denounc(?:es|ed)|speculat(?:es|ed))\b"
    rf"|\b(?:claiming|alleging|arguing|insisting|fearing|accusing)\b|\b{_TALK} (?:that|of)\b"
)
# "Telmar called the warning a political decision", not "an office called the Bureau".
_CALLED = re.compile(
    r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )(?<!been )(?<!so-)\b(?:call(?:s|ed)|label(?:s|led)|brand(?:s|ed)) (?=(?:the|this|that|these|those|it|its|their|his|her|any|all|such)\b|(?<!, called )[A-Z])"
)
_ENDS = re.compile(r"[;:]|,? \b(?:but|though|although|while|whereas|however)\b")
# A claim with one of these leaves it to somebody as well, or does not tell it as so.
_ATTRIBUTES = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|stat(?:es|ed|ing)|t(?:ells?|old)|add(?:s|ed)|wr(?:ote|ites?|iting|itten)|announc\w+|not(?:es|ed|ing)|claim\w*|alleg\w+"
    r"|argu\w+|insist\w*|maintain\w*|believ\w+|belief|fear\w*|accus\w+|complain\w*|protest\w*|question\w*|suspect\w*|suspicion\w*|suggest\w*|contend\w*"
    r"|assert\w*|critici\w+|denounc\w+|assum\w+|sp(?:oke|eaks?)|call(?:s|ed|ing)?|describ\w+|label\w*|brand\w*|term(?:s|ed)|regard\w*|s(?:aw|ees?|een)"
    r"|consider\w*|deem\w*|view\w*|expect\w*|predict\w*|hop(?:e|es|ed|ing)|estimat\w+|report\w*|according|f(?:ound|inds?)|conclu\w+|judg\w+|h(?:eld|olds)"
    r"|rul(?:ed|es|ing)|assess\w*|warn(?:s|ed)|th(?:inks?|ought)|express\w*|voic\w+|reject\w*|dismiss\w*|den(?:y|ies|ied|ial)|opinion|account|explain\w*|reason\w*"
    r"|point\w*|concern\w*|confirm\w*|declar\w+|stress\w*|reckon\w*|cit(?:e|es|ed|ing)|blam\w+|urg\w+|attribut\w+|object\w*|disput\w*|contest\w*|deplor\w*"
    r"|prais\w*|welcom\w*|spokes\w+|statements?|mention\w*|acknowledg\w*|admit\w*|concede\w*|charg(?:e|es|ed|ing)|speculat\w*|whether"
    r"|supposed\w*|apparent\w*|in (?:the )?(?:eyes|words|view))\b",
    re.IGNORECASE,
)
# "Telmar denies the claim that its products are unsafe."
_OF_ITSELF = re.compile(r"^(?:\W*\w+){0,2}? (?:it|they|its|their)\b")


def _left_to(text: str) -> Iterator[tuple[str, str]]:
    """Each word by which a sentence leaves something to somebody, with the words that it is said of."""
    for pattern in (_OPINION, _CALLED):
        for cue in pattern.finditer(text):
            matter = _ENDS.split(text[cue.end() :])[0]
            yield cue[0].strip(), f"{text[: cue.start()]}{matter}" if _OF_ITSELF.search(matter) else matter
