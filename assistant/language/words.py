"""English words and texts as they are compared: folded, by stems, synonyms and opposites; and which say nothing alone.

Language only: nothing here knows a document, a vendor or a product.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from Stemmer import Stemmer

from index.language.accents import without_accents


def fold(text: str) -> str:
    """`text` without accents and case, with straight quotes and plain hyphens: "Türkiye’s" -> "turkiye's"."""
    return without_accents(text.translate(_PLAIN)).casefold()


def plain(text: str) -> str:
    """`text` with plain hyphens, apostrophes and spaces, letter for letter where it was."""
    return text.replace("\u00a0", " ").translate(_HYPHENS).replace("’", "'")


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with spaces in the place of the spans, letter for letter where it was."""
    kept = list(text)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    return "".join(kept)


def without_possessive(word: str) -> str:
    """The word itself: "Norway’s" -> "Norway"."""
    return word.removesuffix("'s").removesuffix("’s")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of one word, folded, without a possessive: "Reports'" -> "report"."""
    plain = fold(word).removesuffix("'s").strip("'.-")
    regular = str(_stemmer.stemWord(plain))
    return _IRREGULAR.get(plain) or _BASES.get(regular, regular)


@lru_cache(maxsize=100_000)
def senses(word: str) -> frozenset[str]:
    """What a stem may be matched by: itself and the labels of its synonym groups."""
    return frozenset({word, *_group_labels().get(word, ())})


@lru_cache(maxsize=100_000)
def opposites(word: str) -> frozenset[str]:
    """The stems that say the contrary of a stem: "after" -> {"before"}, "connect" -> {"disconnect"}.

    What is too short to be told from a syllable has none by its beginning: "unit" is not the contrary of "it".
    """
    listed_ones = _opposed_stems().get(word, frozenset())
    if word in STOP_WORDS or word in _NOT_NEGATED:
        return listed_ones
    negated = {prefix + word for prefix in _NEGATING if len(word) > _SYLLABLE} - _NOT_NEGATED
    bare = {word.removeprefix(prefix) for prefix in _NEGATING if word.startswith(prefix)}
    return listed_ones | negated | {other for other in bare if len(other) > _SYLLABLE}


def listed(words: str) -> frozenset[str]:
    """The words of a white-space separated list."""
    return frozenset(words.split())


def one_of(words: Iterable[str]) -> str:
    """The pattern of any of the words."""
    return f"(?:{'|'.join(sorted(words))})"


_HYPHENS = str.maketrans("\u2013\u2011\u2212", "---")
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-", "\u00a0": " "}
)
_NEGATING = ("un", "dis", "non")
_SYLLABLE = 3
_stemmer = Stemmer("english")

# Forms the stemmer leaves apart.
_IRREGULAR = {
    form: base
    for base, forms in {
        "say": "said says saying", "tell": "told tells", "buy": "bought buys", "sell": "sold sells", "seek": "sought",
        "begin": "began begun", "build": "built", "bring": "brought", "become": "became", "choose": "chose chosen",
        "find": "found", "give": "gave given gives", "get": "got gotten", "go": "gone went goes", "hold": "held",
        "keep": "kept", "know": "knew known", "lead": "led", "leave": "left leaves leaving", "lose": "lost loss losses",
        "make": "made making makes", "mean": "meant", "meet": "met", "pay": "paid", "rise": "rose risen rising", "run": "ran",
        "see": "saw seen", "send": "sent", "speak": "spoke spoken", "spend": "spent", "stand": "stood",
        "steal": "stole stolen theft", "take": "took taken taking takes", "think": "thought", "win": "won",
        "withdraw": "withdrew withdrawn withdrawal", "write": "wrote written writing", "draw": "drew drawn",
        "drive": "drove driven", "fall": "fell fallen", "forbid": "forbade forbidden", "grow": "grew grown growth",
        "hide": "hid hidden", "break": "broke broken", "bind": "bound", "catch": "caught", "teach": "taught",
        "deny": "denied denies denial denying", "removal": "removal", "choice": "choice", "sale": "sale sales",
        "child": "children", "person": "people persons", "man": "men", "woman": "women", "datum": "data",
        "bad": "worse worst", "good": "better best", "fast": "faster fastest", "slow": "slower slowest", "cheap": "cheaper cheapest", "decide": "decision decisions decided", "approve": "approval approved approves",
        "refuse": "refusal refused refuses", "propose": "proposal proposals proposed proposes",
        "defend": "defence defense", "analyse": "analysis analyses analyze analyzed analysed",
        "permit": "permission permissions permitted permits", "prohibit": "prohibition prohibitions prohibited",
        "require": "requirement requirements required requires requiring", "suspend": "suspension suspended",
        "destroy": "destruction destructive destroyed", "enter": "entry entries entered",
        "compete": "competition competitor competitors competing", "able": "ability able abilities",
        "exploit": "exploitation exploited exploits exploiting", "mitigate": "mitigation mitigations mitigated",
        "recommend": "recommendation recommendations recommended", "describe": "description described describes",
        "publish": "publication published publishes", "expand": "expansion expanded", "add": "addition additions additional added",
        "know_how": "know-how", "program": "programme programmes programs", "center": "centre centres centers",
        "authoris": "authorise authorize authorised authorized authorisation authorization authorisations",
        "organis": "organisation organization organisations organizations organise organize",
        "favor": "favour favoured favour", "labor": "labour", "license": "licence licences licenses licensed",
        "cyber": "cybersecurity cyber cyber-security", "month": "monthly months", "year": "yearly annual annually years",
    }.items()
    for form in forms.split()
}  # fmt: skip
# What the stemmer makes of the bases themselves: "describing" is "describe" as "described" is.
_BASES = {str(_stemmer.stemWord(base)): base for base in _IRREGULAR.values()}

_FOLDER = Path(__file__).parent


def _lines(name: str) -> list[str]:
    return (_FOLDER / name).read_text(encoding="utf-8").splitlines()


def _stems(words: str) -> list[str]:
    return [stem(word) for word in words.split()]


@cache
def _group_labels() -> dict[str, tuple[str, ...]]:
    """The groups of each stem: a line of `synonyms.txt` is a group of words that may stand for one another in a paraphrase."""
    labels: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(_lines("synonyms.txt")):
        for word in _stems(line):
            labels[word] = (*labels.get(word, ()), f"={number}")
    return labels


@cache
def _opposed_stems() -> dict[str, frozenset[str]]:
    """The contraries of each stem: a line of `opposites.txt` has two sides that contradict one another when said of the same thing."""
    opposed: dict[str, frozenset[str]] = {}
    for line in _lines("opposites.txt"):
        left, right = (frozenset(_stems(side)) for side in line.split("|"))
        for side, other in ((left, right), (right, left)):
            for word in side:
                opposed[word] = opposed.get(word, frozenset()) | (other - side)
    return opposed


# What only looks like another word with "un" or "dis" before it.
_NOT_NEGATED = frozenset(
    map(
        stem,
        listed(
            "unless discover display discount dispatch discharge disclose distribute disease dismiss distress"
        ),
    )
)

STOP_WORDS = listed(
    """a about above across again all also although am among an and another any are as at be because been being both but by
    can could did do does doing done each either else etc even ever every for from further had has have having he hence her here
    hers herself him himself his how however i if in indeed instead into is it its itself just like made make many may me might
    mine more most much must my myself nor now of off often on once one only onto or other others our ours out over own per
    quite rather really same shall she should since so some such than that the their theirs them themselves then there thereby
    therefore these they this those though through thus to together too toward towards under until up upon us very via was we
    well were what when where whereas whether which while who whom whose why will with within would yet you your yours
    not no never cannot without neither none"""
)
