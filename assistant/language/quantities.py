"""The numbers of a text with their units and limits, and whether one carries another."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from assistant.language.dates import MONTHS
from assistant.language.words import STOP_WORDS, fold, stem


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit ("%", "usd", "year", a noun's stem, or ""); `rough` after "about" and the like.

    `bound` where it is a limit: "more" than it, "least", "most", "less" than it; else "". `sign` is "-" below zero,
    "fall" where a word for less stands by it ("fell by 5%"), else "". `figure` is how it is written; a `label`
    ("version 2.10", "Article 5a") is what it is by that alone.
    """

    text: str
    value: float
    unit: str = ""
    rough: bool = False
    bound: str = ""
    sign: str = field(default="", compare=False)
    figure: str = ""
    label: bool = False


_BELOW_TWENTY = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_UNITS = {word: value for value, word in enumerate(_BELOW_TWENTY)}
_TEN_TIMES = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_TENS = {word: 10 * n for n, word in enumerate(_TEN_TIMES, 2)}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_SHORT_SCALES = {
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mln": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "tn": 1e12,
    "万": 1e4,
    "億": 1e8,
    "兆": 1e12,
}
_NTH = (
    "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth",
    "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
)  # fmt: skip
_ORDINALS = {word: n for n, word in enumerate(_NTH, 3)}
_NUMBER_WORD = "|".join([*_UNITS, *_TENS, *_SCALES])
# Words that say by themselves how many there are.
NUMBER_WORDS = frozenset({*_BELOW_TWENTY, *_TEN_TIMES}) - {"one"}
_CURRENCY_SIGNS = {
    "$": "usd",
    "us$": "usd",
    "a$": "aud",
    "c$": "cad",
    "hk$": "hkd",
    "nt$": "twd",
    "£": "gbp",
    "€": "eur",
    "¥": "jpy",
    "₹": "inr",
}
CURRENCY_WORDS = {
    "usd": "usd", "dollar": "usd", "gbp": "gbp", "pound": "gbp", "eur": "eur", "euro": "eur", "jpy": "jpy", "yen": "jpy",
    "aud": "aud", "cad": "cad", "cny": "cny", "rmb": "cny", "yuan": "cny", "inr": "inr", "rupe": "inr", "krw": "krw",
    "won": "krw", "chf": "chf", "sek": "sek", "krona": "sek", "nok": "nok", "dkk": "dkk", "twd": "twd", "pln": "pln", "uah": "uah",
}  # fmt: skip
# Money that several countries call by one name.
_NATIONAL_CURRENCIES = {
    "us dollar": "usd", "u.s. dollar": "usd", "american dollar": "usd", "canadian dollar": "cad",
    "australian dollar": "aud", "taiwan dollar": "twd", "swiss franc": "chf",
}  # fmt: skip
# Money by a name that several countries' has, or that no code stands for here, with the codes that may be meant by it.
_KRONER = frozenset({"nok", "dkk", "sek", "krone", "kroner", "kronor"})
_MONEY_NAMED: dict[str, frozenset[str]] = {
    "kroner": _KRONER, "krone": _KRONER, "kronor": _KRONER, "crown": _KRONER | {"czk"}, "koruna": frozenset({"czk", "crown"}),
    "rubl": frozenset({"roubl"}), "franc": frozenset({"chf", "swiss franc"}), "zloti": frozenset({"pln"}), "hryvnia": frozenset({"uah"}),
    **{
        name: frozenset[str]()
        for name in (
            "mark", "peso", "roubl", "forint", "lira", "dirham", "riyal", "rial", "dinar", "rand", "baht",
            "shekel", "ringgit",
        )
    },
}  # fmt: skip
CURRENCIES = frozenset({*_CURRENCY_SIGNS.values(), *CURRENCY_WORDS.values()})
_FIGURE_WORDS = frozenset(
    {*_BELOW_TWENTY, *_TEN_TIMES, *_SCALES, *_NTH, *MONTHS, *CURRENCY_WORDS}
) | frozenset(map(stem, (*_BELOW_TWENTY, *_TEN_TIMES, *_SCALES, *_NTH, *MONTHS)))
_QUANTITY = re.compile(
    r"(?P<sign>(?:us|a|c|hk|nt)?\$|[£€¥₹]|\b(?:usd|gbp|eur|jpy|aud|cad|cny|rmb|chf|sek|nok|dkk|twd|pln|inr|krw|uah)\b)?\s?"
    rf"(?P<number>(?<![\w.])\d{{1,3}}(?:[, ]\d{{3}})+(?:\.\d+)?(?!\w)|(?<![\w.])\d+(?:\.\d+)?|\b(?:{_NUMBER_WORD})(?:(?:[ -]|-?and )+(?:{_NUMBER_WORD}))*\b|\b(?:{'|'.join(_ORDINALS)})\b)"
    r"(?P<ordinal>(?:st|nd|rd|th)\b|s\b)?"
    r"(?:[ -]?(?P<scale>hundred|thousand|million|billion|trillion|mln|mn|bn|tn|[kmb](?![A-Za-z])|[万億兆])\b)?"
    r"(?:\s?(?P<percent>%|(?:-| )?per ?cent(?:age points?)?\b|percentage points?\b)|[ -]?(?:(?P<whose>U\.S\.|[^\W\d_]+)\s(?=(?:dollars?|francs?)\b))?(?P<unit>[^\W\d_]+))?",
    re.IGNORECASE,
)
_ROUGH = re.compile(
    r"(?:\b(?:about|around|nearly|almost|some|approximately|roughly|over|than|estimated|up to|circa)|~)\s*(?:[^\W\d]{1,4}\s?)?$",
    re.IGNORECASE,
)
# Limits, by the words that stand before a number, or after it and its noun.
_BOUNDS = tuple(
    (
        re.compile(rf"(?:{before})\s*(?:(?!(?:an?|the|its)\b)[^\W\d]{{1,4}}\s?)?$", re.IGNORECASE),
        re.compile(rf"^(?:\s?\S+){{0,2}}?\s(?:{after})\b", re.IGNORECASE),
        bound,
    )
    for before, after, bound in (
        (r"\b(?:no|not) (?:more|longer|later|higher|greater) than|\bat (?:the )?most|\bup to|\bmaximum of|\bas many as", "or (?:less|fewer)|at (?:the )?most", "most"),
        (r"\b(?:no|not) (?:less|fewer) than|\bat least|\bminimum of", "(?:or|and) (?:more|higher|above)", "least"),
        (r"\b(?:more|greater|higher|longer) than|\bover|\bexceed(?:s|ed|ing)?|\babove", "(?:plus|upwards)", "more"),
        (r"\b(?:less|fewer|lower|shorter) than|\bunder|\bbelow|\bnearly|\balmost|\bclose to", "(?!)", "less"),
    )
)  # fmt: skip
_EXACT_UNITS = (
    {"%", "points", "ordinal", "hour", "minut", "day", "week", "month", "year", "decad", "centuri"}
    | set(_CURRENCY_SIGNS.values())
    | set(CURRENCY_WORDS.values())
)

# How many of which smaller unit make one of time.
_MADE_OF = {"centuri": (100, "year"), "decad": (10, "year"), "year": (12, "month"), "week": (7, "day"), "day": (24, "hour"), "hour": (60, "minut")}  # fmt: skip

_TIMES = frozenset({*_MADE_OF, *(unit for _, unit in _MADE_OF.values())})
# "Rose over six years" is during them, and "for over six years" more than so many.
_THROUGHOUT = re.compile(
    r"(?<!\bfor )(?<!\bof )(?<!\bin )(?<!\bto )(?<!\bafter )(?<!\bjust )(?<!\bwell )(?<!\btook )(?<!\blasted )(?<!\bis )(?<!\bwas )(?<!\bare )(?<!\bwere )\bover\s*$",
    re.IGNORECASE,
)

# What is numbered rather than counted: behind these words, and what may stand between them and the number.
_LABELLED = re.compile(
    r"(?:\b(?:versions?|releases?|builds?|firmware|revisions?|sections?|articles?|rules?|paragraphs?|clauses?|chapters?|annex(?:es)?"
    r"|appendix|appendices|recitals?|regulations?|directives?|kernel)|\b(?:ver|rev|sec|art|para|cl)\.|\u00a7)"
    r"(?:[\s,]+(?:before|prior|earlier|later|lower|higher|older|newer|than|to|up|through|from|until|and|or|including|below|above"
    r"|between|since|after|v?\d[\w.()]*))*\s*$",
    re.IGNORECASE,
)
_NUMBERED_NOUNS = frozenset(map(stem, ("version", "release", "build")))
# What is fixed "in 2.10" or upgraded "to 2.10" is software.
_RELEASED = re.compile(
    r"\b(?:fix|patch|upgrad|updat)(?:e|ed|es|ing)?(?: it| them| this)? (?:in|to)\s*$", re.IGNORECASE
)
_OR_LATER = re.compile(r"\s*(?:and|or) (?:earlier|later|prior|older|newer)\b", re.IGNORECASE)
# "FortiOS 7.10": a name and a number with a point, and nothing that it would be a number of.
_NAMED = re.compile(r"(?<![\w.-])(?P<name>[A-Z][\w-]*)\s?$")
# How far before and behind a number is read: for what it is a label of, and for what is said of an amount.
_LEAD, _NEAR = 90, 24
_LETTER = re.compile(r"[A-Za-z](?!\w)")
_BELOW_ZERO = (
    re.compile(r"(?:^|(?<!\d)[\s(:,])-$|\b(?:minus|negative)\s*$", re.IGNORECASE),
    re.compile(r"\W{0,2}(?:\w+ ){0,2}?below zero\b", re.IGNORECASE),
)
_FALLING = r"fell|fall\w*|drop\w*|declin\w*|decreas\w*|shr[aiu]nk\w*|contract(?:ed|ion|s)|down|los[st]\w*|deficit|reduc\w+|cut|lower\w*|less"
_FALL = (
    re.compile(rf"\b(?:{_FALLING})(?: (?!to\b)\w+){{0,3}}\s*$", re.IGNORECASE),
    re.compile(rf"\W{{0,2}}(?:(?!to\b)\w+ ){{0,3}}?(?:{_FALLING})\b", re.IGNORECASE),
)


def find_quantities(text: str) -> tuple[Quantity, ...]:
    found = (
        _quantity(
            match,
            text[max(match.start() - _LEAD, 0) : match.start()],
            text[match.end("number") : match.end("number") + _NEAR],
        )
        for match in _QUANTITY.finditer(text)
    )
    return tuple(quantity for quantity in found if quantity is not None)


def _quantity(match: re.Match[str], lead: str, rest: str) -> Quantity | None:
    before = lead[-_NEAR:]
    number, scale, sign = match["number"], (match["scale"] or "").casefold(), (match["sign"] or "").casefold()
    value = _value(number)
    if number.casefold() == "one" or (number.casefold() in _SCALES and not (sign or scale)):
        return None  # "one of them", "a million": no number to check
    if scale:
        value *= _SCALES.get(scale, 0) or (_SHORT_SCALES[scale] if sign or scale not in "mkb" else 1)
    unit = _unit(match, sign)
    written = " ".join(match[0].split()) if unit else f"{number} {scale}".strip()
    limits = (bound for lead, tail, bound in _BOUNDS if lead.search(before) or tail.search(rest))
    figure, label = _figure(number, value, rest), _is_label(match, unit, lead, rest)
    return Quantity(
        figure if label else written,
        value,
        "" if label else unit,
        rough=bool(_ROUGH.search(before)),
        bound="" if unit in _TIMES and _THROUGHOUT.search(before) else next(limits, ""),
        sign=_sign(before, rest),
        figure=figure,
        label=label,
    )


def _figure(number: str, value: float, rest: str) -> str:
    """The number as it is written, with a letter that belongs to it: "2.10", "5a"; one in words in figures."""
    if not number[0].isdigit():
        return f"{value:g}"
    letter = _LETTER.match(rest)
    return re.sub(r"[, ]", "", number) + (letter[0].casefold() if letter else "")


def _is_label(match: re.Match[str], unit: str, lead: str, rest: str) -> bool:
    """Whether a number is no amount but what something is called by: behind "version" or "Article", or between a name and no noun."""
    counted = match["sign"] or match["percent"] or len(match["scale"] or "") > 1 or unit in _EXACT_UNITS
    if counted:
        return False
    if _LABELLED.search(lead):
        return True
    if "." not in match["number"]:
        return False
    name = _NAMED.search(lead)
    named = name is not None and fold(name["name"]) not in STOP_WORDS | _FIGURE_WORDS
    return (
        unit in _NUMBERED_NOUNS
        or bool(_OR_LATER.match(rest) or _RELEASED.search(lead))
        or (named and not unit)
    )


def _sign(before: str, after: str) -> str:
    for sign, (lead, tail) in (("-", _BELOW_ZERO), ("fall", _FALL)):
        if lead.search(before) or tail.match(after):
            return sign
    return ""


def _unit(match: re.Match[str], sign: str) -> str:
    if sign:
        return _CURRENCY_SIGNS.get(sign) or CURRENCY_WORDS.get(sign, sign)
    if match["percent"]:
        return "points" if "point" in match["percent"].casefold() else "%"
    if (match["ordinal"] or "").casefold() in ("st", "nd", "rd", "th") or match[
        "number"
    ].casefold() in _ORDINALS:
        return "ordinal"
    word = stem(match["unit"] or "")
    if (match["unit"] or "").casefold() in STOP_WORDS | {"to", "and", "or"}:
        return ""
    if match["whose"]:
        national = f"{match['whose'].casefold()} {word}"
        return _NATIONAL_CURRENCIES.get(national, national)
    return CURRENCY_WORDS.get(word, word)


def _value(number: str) -> float:
    """ "2,387,112" -> 2387112, "two hundred and five" -> 205, "third" -> 3."""
    if number[0].isdigit():
        return float(re.sub(r"[, ]", "", number))
    if number.casefold() in _ORDINALS:
        return float(_ORDINALS[number.casefold()])
    total = current = 0.0
    for word in re.findall(r"[a-z]+", number.casefold()):
        if word in _SCALES:
            current = max(current, 1) * _SCALES[word]
            if _SCALES[word] > 100:
                total, current = total + current, 0.0
        else:
            current += _UNITS.get(word, _TENS.get(word, 0))
    return total + current


def is_figure(word: str) -> bool:
    """Whether a word (folded, or its stem) writes a number, a month or a currency, so that it is checked as a fact."""
    return any(c.isdigit() for c in word) or word in _FIGURE_WORDS


def same_quantity(claimed: Quantity, given: Quantity) -> bool:
    """Whether `given` carries `claimed`: equal values (or equal when rounded, if either is rough) in units that agree.

    A label is carried by what is written like it: version 2.10 is not 2.1, though 2.10 euros are 2.1.
    """
    given = _in_unit(given, claimed.unit)
    return (
        _same_value(claimed, given)
        and _same_unit(claimed.unit, given.unit)
        and _same_bound(claimed, given)
        and {claimed.sign, given.sign} != {"-", ""}
    )


def is_count(quantity: Quantity) -> bool:
    """Whether it is how many there are of some things: no share, money, time, limit or label."""
    return not (quantity.label or quantity.bound or quantity.rough or quantity.unit in _EXACT_UNITS)


def _in_unit(quantity: Quantity, unit: str) -> Quantity:
    """A time in the unit asked for, where both are made of one: 36 months in years are 3; else as it is."""
    (mine, smallest), (theirs, other) = _smallest(unit), _smallest(quantity.unit)
    if quantity.unit == unit or smallest != other or smallest not in ("month", "minut"):
        return quantity
    return replace(quantity, value=quantity.value * theirs / mine, unit=unit)


def _smallest(unit: str) -> tuple[int, str]:
    """How many of the smallest unit of time a unit is made of, and which."""
    number = 1
    while unit in _MADE_OF:
        times, unit = _MADE_OF[unit]
        number *= times
    return number, unit


def _same_bound(claimed: Quantity, given: Quantity) -> bool:
    """Whether no limit is made of a number, no number of a limit, and no limit of its contrary."""
    if claimed.bound == given.bound:
        return True
    if claimed.bound and given.bound:
        return (claimed.bound, given.bound) in (("least", "more"), ("most", "less"))
    if given.bound:
        return claimed.rough
    if claimed.bound in ("least", "most"):
        return True
    return given.rough or (
        given.value > claimed.value if claimed.bound == "more" else given.value < claimed.value
    )


def _same_value(claimed: Quantity, given: Quantity) -> bool:
    if claimed.label or given.label:
        return claimed.figure == given.figure
    if abs(claimed.value - given.value) <= 1e-9 * max(abs(claimed.value), abs(given.value)):
        return True
    return claimed.rough and _rounded(given.value, _significant_digits(claimed.value)) == claimed.value


def _same_unit(claimed: str, given: str) -> bool:
    if claimed in _EXACT_UNITS and given in _EXACT_UNITS:
        return claimed == given
    if claimed != given and _is_money(claimed) and _is_money(given):
        return given in _MONEY_NAMED.get(claimed, ()) or claimed in _MONEY_NAMED.get(given, ())
    return (claimed == "%") == (given == "%")


def _is_money(unit: str) -> bool:
    return unit in CURRENCIES or unit in _MONEY_NAMED


def _significant_digits(value: float) -> int:
    return len(f"{value:.0f}".strip("0")) or 1


def _rounded(value: float, digits: int) -> float:
    return float(f"{value:.{max(digits - 1, 0)}e}")
