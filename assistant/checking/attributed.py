"""What a source gives only as somebody's claim or opinion, and a claim tells as so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.held import HeldClaim
from assistant.checking.reading import read, tells, words_shared
from assistant.language.word_classes import CONTRAST, TALK
from assistant.language.words import senses, stem


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


_OPINIONS = rf"(?:{TALK}|opinion|fears?|suspicions?|charges?)"
# A verb of opinion, with the matter behind it. What was said, reported, found or ruled is mostly told as so.
_OPINES = (
    r"(?:claim(?:s|ed)|alleg(?:es|ed)|argu(?:es|ed)|insist(?:s|ed)|maintain(?:s|ed) that|contend(?:s|ed)|assert(?:s|ed)"
    r"|believ(?:es|ed)|fear(?:s|ed)|suspect(?:s|ed)|complain(?:s|ed)|protest(?:s|ed)|question(?:s|ed) (?:whether|if|how)"
    r"|accus(?:es|ed)|criticis(?:es|ed)|denounc(?:es|ed)|speculat(?:es|ed))"
)
_OPINING = r"(?:claiming|alleging|arguing|insisting|fearing|accusing)"
_OPINION = re.compile(rf"\b(?<!to ){_OPINES}\b|\b{_OPINING}\b|\b{_OPINIONS} (?:that|of)\b")
# "Telmar called the warning a political decision", not "an office called the Bureau".
_NOT_PASSIVE = r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!be )(?<!been )(?<!so-)"
_CALLS = r"(?:call(?:s|ed)|label(?:s|led)|brand(?:s|ed))"
_THE = r"(?:the|this|that|these|those|it|its|their|his|her|any|all|such)"
_CALLED = re.compile(rf"{_NOT_PASSIVE}\b{_CALLS} (?={_THE}\b|(?<!, called )[A-Z])")
_ENDS = re.compile(CONTRAST)

# A claim with one of these leaves it to somebody as well, or does not tell it as so: verbs of saying,
_SAYS = (
    r"sa(?:y|ys|id|ying)|stat(?:es|ed|ing)|t(?:ells?|old)|add(?:s|ed)|wr(?:ote|ites?|iting|itten)|announc\w+|not(?:es|ed|ing)"
    r"|report\w*|explain\w*|mention\w*|declar\w+|confirm\w*|stress\w*|express\w*|voic\w+|describ\w+|sp(?:oke|eaks?)|point\w*"
    r"|cit(?:e|es|ed|ing)|spokes\w+|statements?|account|according"
)
# of opinion and suspicion,
_HOLDS = (
    r"claim\w*|alleg\w+|argu\w+|insist\w*|maintain\w*|believ\w+|belief|fear\w*|accus\w+|complain\w*|protest\w*|question\w*"
    r"|suspect\w*|suspicion\w*|suggest\w*|contend\w*|assert\w*|assum\w+|speculat\w*|charg(?:e|es|ed|ing)|warn(?:s|ed)|reason\w*"
    r"|concern\w*|opinion"
)
# of judgement,
_JUDGES = (
    r"call(?:s|ed|ing)?|label\w*|brand\w*|term(?:s|ed)|regard\w*|s(?:aw|ees?|een)|consider\w*|deem\w*|view\w*|expect\w*|predict\w*"
    r"|hop(?:e|es|ed|ing)|estimat\w+|f(?:ound|inds?)|conclu\w+|judg\w+|h(?:eld|olds)|rul(?:ed|es|ing)|assess\w*|th(?:inks?|ought)|reckon\w*"
)
# of praise, blame and denial,
_TAKES_SIDES = (
    r"critici\w+|denounc\w+|reject\w*|dismiss\w*|den(?:y|ies|ied|ial)|blam\w+|urg\w+|attribut\w+|object\w*|disput\w*|contest\w*"
    r"|deplor\w*|prais\w*|welcom\w*|acknowledg\w*|admit\w*|concede\w*"
)
# and what leaves it open.
_LEAVES_OPEN = r"whether|supposed\w*|apparent\w*|in (?:the )?(?:eyes|words|view)"
_ATTRIBUTES = re.compile(rf"\b(?:{_SAYS}|{_HOLDS}|{_JUDGES}|{_TAKES_SIDES}|{_LEAVES_OPEN})\b", re.IGNORECASE)
# "Telmar denies the claim that its products are unsafe."
_OF_ITSELF = re.compile(r"^(?:\W*\w+){0,2}? (?:it|they|its|their)\b")


def _left_to(text: str) -> Iterator[tuple[str, str]]:
    """Each word by which a sentence leaves something to somebody, with the words that it is said of."""
    for pattern in (_OPINION, _CALLED):
        for cue in pattern.finditer(text):
            matter = _ENDS.split(text[cue.end() :])[0]
            yield cue[0].strip(), f"{text[: cue.start()]}{matter}" if _OF_ITSELF.search(matter) else matter


# --- told by another -------------------------------------------------------------------------------

_PLEDGES = re.compile(
    r"\b(?P<verb>confirm(?:s|ed)|admit(?:s|ted)|conced(?:es|ed)|acknowledg(?:es|ed)|promis(?:es|ed)|predict(?:s|ed)|complain(?:s|ed)|den(?:ies|ied)) that (?P<what>.*)"
)
_TOLD_FROM = 0.6


def find_told_of_another(held: HeldClaim) -> Iterator[str]:
    """A verb by which somebody vouches for something, that the source has of something else, and not of this.

    "Telmar confirmed that it had leaked." against ["A paper said it had leaked. Telmar confirmed the purchase."]
    """
    match = _PLEDGES.search(held.said.text)
    if match is None:
        return
    matter = read(match["what"])
    if len(matter.content) < 2:
        return
    telling = [s for s in held.focus if words_shared(matter, s) >= _TOLD_FROM]
    vouching = [s for s in held.focus if senses(stem(match["verb"])) & s.senses]
    if telling and vouching and not set(telling) & set(vouching):
        yield f"the source does not say '{match['verb']}' of that"
