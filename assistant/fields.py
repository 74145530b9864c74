"""The fields an advisory states in a set form: how people ask for each, and how a sentence tells it (pure).

The set forms are those in which `index.readers.csaf` says the fields of a machine-readable advisory; other
publishers' advisories use many of them too. What is not asked for in one of these ways is no field.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question import content_words
from index.identifiers import find_identifier_mentions

# What stands for an identifier in a question while its words are looked at.
IDENTIFIER = "#"

_FLAWS = r"(?:vulnerabilit(?:y|ies)|vulns?|cves?(?: ids?| numbers?)?|flaws?|bugs?|security (?:holes?|issues?|problems?|defects?)|holes?|issues?|defects?|weakness(?:es)?)"
_MAKERS = r"(?:vendors?|makers?|manufacturers?|company|companies|firms?|suppliers?|producers?|developers?|business(?:es)?|brand)"
_GOODS = (
    r"(?:products?|devices?|equipment|models?|hardware|software|systems?|components?|gear|kit|appliances?)"
)
_FOUND = r"(?:reported|reports?|found|finds?|discovered|discovers?|identified|spotted|uncovered|detected|disclosed|notified|flagged|researched|turned up)"
_PUBLISHED = r"(?:publish(?:ed|es)?|released?|issued?|c[ao]me out|coming out|appear(?:ed)?|announced?|put out|made public|posted|dated?|launched|go public|went public)"
_REVISED = r"(?:updated?|revised?|revisions?|modified|changed|amended|edited)"
_ADVISORIES = r"(?:advisory|advisories|bulletins?|notices?|alerts?|documents?|publications?|csafs?)"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `asked` finds the words that ask for it, `told` the sentence that states it.

    Of `told`'s forms the first that a document has is the one that answers. `each` is true of what is
    stated for every vulnerability apart, `many` of what takes several sentences, `always` of what a
    document that states its fields states in this form or not at all. `of_one` is how it is stated
    for one vulnerability where that differs from the others.
    """

    name: str
    asked: re.Pattern[str]
    told: tuple[re.Pattern[str], ...]
    each: bool = False
    many: bool = False
    always: bool = False
    of_one: re.Pattern[str] | None = None


def _field(
    name: str,
    asked: str,
    *told: str,
    each: bool = False,
    many: bool = False,
    always: bool = False,
    of_one: str = "",
) -> Field:
    return Field(
        name,
        re.compile(asked, re.IGNORECASE),
        tuple(re.compile(form) for form in told),
        each=each,
        many=many,
        always=always,
        of_one=re.compile(of_one) if of_one else None,
    )


# In the order in which one goes before another where a question could ask for both.
FIELDS = (
    _field(
        "vector",
        r"\b(?:cvss )?vectors?(?: strings?)?\b",
        r"\bvector (?:string )?(?:is )?\(?(?:CVSS:|AV:)",
        each=True,
        always=True,
    ),
    _field(
        "highest score",
        rf"\b(?:highest|worst|max(?:imum)?|top|biggest|peak|most (?:severe|serious|critical|dangerous))\b(?=.*\b(?:cvss|scor|sever|rat|{_FLAWS}|one\b))",
        r"\bhighest CVSS base score\b",
        r"\bbase score of \d",
    ),
    _field(
        "score",
        r"\b(?:cvss(?: ?v?[234](?:\.\d)?)?|base scores?|scor(?:e[sd]?|ing)|sever(?:e|ity|ities)|criticality|critical(?! infrastructure| sectors?)|(?:risk|threat|danger) (?:rating|level|score)|ratings?|rated)\b|\bhow (?:bad|serious|dangerous|risky|grave|nasty|big a (?:deal|risk|problem|threat)|much of a (?:risk|problem|threat))\b",
        r"\bbase score of \d",
        r"\bCVSS\b.*\b\d+\.\d\b",
        each=True,
        always=True,
    ),
    _field(
        "weakness",
        rf"\b(?:cwes?(?: ids?| numbers?)?|weakness(?:es)?(?: type| class)?|root cause|underlying (?:flaw|cause|problem|weakness))\b|\b(?:types?|kinds?|sorts?|class(?:es)?|category|categories|nature) of (?:security )?(?:{_FLAWS}|problem|is #)|\b(?:what|which) (?:type|kind|sort|class) is #",
        r"\bis a weakness of type\b",
        r"\bCWE-\d+",
        each=True,
        always=True,
    ),
    _field(
        "count",
        rf"\bhow many\b(?=(?: \S+){{0,5}}? {_FLAWS})|\bnumber of\b(?=(?: \S+){{0,4}}? {_FLAWS})",
        r"\bcovers \d+ vulnerabilit",
    ),
    _field(
        "reporters",
        rf"\bwho(?:se|m|ever)?\b(?=(?: \S+){{0,6}}? {_FOUND}\b)|\b(?:report(?:ed)?|found|discovered|identified|disclosed|uncovered) by\b|\bby whom\b(?=.*\b{_FOUND})|\b{_FOUND}\b(?=.* by whom\b)|\bby whom\b|"
        rf"\b(?:which|what) (?:\S+ )?(?:researchers?|person|people|persons|organi[sz]ations?|teams?|labs?|firms?|compan(?:y|ies)|individuals?|experts?)\b(?=(?: \S+){{0,5}}? (?:{_FOUND}|credited|acknowledged|thanked)\b)|\b(?:security )?researchers?\b|\breporters?\b|\bdiscoverers?\b|\bfinders?\b|\bcredit(?:s|ed|ing)?\b|\backnowledg\w*\b|\bthank(?:s|ed)?\b|\bnames? of (?:those|whoever|the people|the persons?) who\b|\bbehind the (?:discovery|find|report)\b",
        r"\bas acknowledged in\b|\bis acknowledged in\b",
        many=True,
        always=True,
    ),
    _field(
        "sectors",
        r"\b(?:critical infrastructure(?: sectors?)?|(?:infrastructure |affected )?sectors?|industry|industries|verticals?|branches of industry)\b",
        r"^Critical infrastructure sectors\b",
        always=True,
    ),
    _field(
        "deployed",
        r"\bdeploy(?:ed|ments?)?\b|\b(?:which|what) (?:countries|regions|areas|places|parts? of the world|markets)\b|\bwhere(?: in the world| on earth| geographically)?\b (?=.*\b(?:used|in use|installed|sold|running|operat))(?:(?:is|are) )?|\bgeograph\w*|\bcountries and areas\b|\bwhere in the world\b",
        r"^Countries and areas where\b",
        always=True,
    ),
    _field(
        "headquarters",
        rf"\b(?:company )?head ?-?quarter(?:s|ed)?\b|\bHQ\b|\bhead office\b|\bhome country\b|\bnationality\b|\bcountry of origin\b|\b(?:what|which) (?:country|nation|city)\b|\bwhere(?: in the world)?\b(?:'s| is| are| does| do)? (?=.*\b{_MAKERS}\b)(?!.*\b(?:used|in use|installed|sold)\b)|\bwhere\b (?=.*\b(?:based|located|at home|from)\b)(?:(?:is|are) )?|\b(?:based|located|at home)\b",
        r"\bcompany headquarters in\b|\bis headquartered in\b|\bare headquartered in\b",
        always=True,
    ),
    _field(
        "revised",
        rf"\b(?:last|latest|most recent(?:ly)?|newest|recent|recently|current) (?:\S+ )?(?:{_REVISED}|release|version)\b|\b(?:when|what date|what day|which day|on what)\b(?=(?: \S+)*? {_REVISED}\b)|\b(?:has|was|ever been|been) (?:\S+ )?(?:ever )?(?:been )?{_REVISED}\b|\bdate of (?:the )?(?:\S+ )?(?:update|revision)\b|\b(?:updated?|revised?|modified|changed?|amended|edited) last\b",
        r"\bwas last revised on\b",
        r"\bhas not been revised since\b",
    ),
    _field(
        "released",
        rf"\b(?:when|what (?:date|day|year|month)|which (?:date|day|year|month)|on what|since when)\b(?=(?: \S+)*? {_PUBLISHED}\b)|\b(?:initial |original |first )?(?:release|publication|publishing|issue|disclosure) dates?\b|\bdate of (?:the )?(?:initial |first |original )?(?:release|publication|issue)\b|\b(?:first|initially|originally) {_PUBLISHED}\b|\bhow old\b|\bwhat(?:'s| is) the date\b|^(?:the )?date (?:of|for) |\bwhen (?:is|was) #(?= from|\W*$)|\bwhen was (?=.*(?:advisory|#)\W*$)|# date\b",
        r"\bwas first published\b",
    ),
    _field(
        "impact",
        r"\b(?:the|what) impacts?\b|\bimpact of\b|\bconsequences?\b|\b(?:the|what) (?:risks?|dangers?)\b|\bwhat (?:can|could|might|would|may|happens?)\b(?! (?:i|we|you|one|users?|customers?|operators?)\b)(?=(?: \S+){0,6}? (?:attackers?|hackers?|happens?|do|achieve|gain)\b)|\battackers?\b|\beffects? of\b|\bwhat happens\b|\bif\b(?=.* (?:exploited|attacked|hacked|abused)\b)",
        r"^Risk evaluation\b|^Impact of\b",
        r"\b[Ss]uccessful(?:ly)? exploit",
    ),
    _field(
        "exploitation",
        r"\bexploit(?:s|ed|able|ation|ability|ing)?\b(?: (?:code|known|available|in the wild))?|\bin the wild\b|\bproofs? of concept\b|\bpocs?\b|\bunder attack\b|\battacked\b",
        r"^Exploitability\b|^Exploitation of\b",
        r"\b[Pp]ublic(?:ly available)? exploits?\b",
        many=True,
    ),
    _field(
        "remedies",
        r"\b(?:bug ?)?fix(?:e[sd]|ing)?\b|\b(?:un)?patch(?:e[sd]|ing)?\b|\bmitigat\w*|\bremed\w+|\bwork ?-?arounds?\b|\bupgrad(?:e[sd]?|ing)\b|\bupdates?\b|\bcounter-?measures?\b|\bsolutions?\b(?= (?:for|to|is|exist|available))|\bresolve[sd]?\b|\baddress(?:ed)?\b|\bprotect(?:ed)?\b(?: (?:against|from))?|\brecommend\w*|\badvi[sc]ed?\b|\bdefend\b|\bsecure\b (?=.*(?:against|from))|\b(?:what|how) (?:should|can|must|do|could|to|shall|would)\b(?=(?: \S+){0,3}? (?:users?|customers?|operators?|owners?|admin\w*|organi[sz]ations?|people|i|we|you|one|sites?|plants?)\b)|\bwhat to do\b(?: about\b)?|\bhow to (?:respond|react|handle|deal with)\b",
        r"^(?:Vendor fix|Fix planned|Optional patch|No fix planned|No fix available)\b",
        r"^(?:Mitigation|Workaround|Remediation)\b",
        many=True,
    ),
    _field(
        "versions",
        r"\b(?:firmware |software )?(?:versions?|releases?|builds?|revs?)(?: numbers?| ranges?)?\b",
        r"\baffects .*, versions: ",
        many=True,
        of_one=r"^CVE-\S+ affects ",
    ),
    _field(
        "vendor",
        rf"\b(?:which|what|name of the|names of the|whose|the) (?:\S+ )?{_MAKERS}\b(?:'s|s')?|\bwho(?:'s| is| are)? (?:the )?{_MAKERS}\b|# {_MAKERS}\b|\bwho (?:makes?|made|manufactures?|produces?|sells?|builds?|develops?|supplies|offers|owns)\b|\bwhose {_GOODS}\b|\b(?:made|manufactured|produced|built|developed|sold|supplied) by\b|^{_MAKERS}\b",
        r"\bthe vendors? in\b",
    ),
    _field(
        "products",
        rf"\b(?:which|what|list|name|show|all|any|affected|vulnerable|impacted|how many)\b(?=(?: \S+){{0,4}}? {_GOODS}\b)|\bwhat(?:'s| is| does| do| gets?) (?:# )?(?:affect(?:s|ed)?|impact(?:s|ed)?|vulnerable|hit)\b|\b(?:which|what) (?:\S+ )?(?:is|are) (?:affected|vulnerable|impacted|hit)\b|^{_GOODS}\b|# {_GOODS}\W*$|\b{_GOODS} (?:\S+ )?(?:affected|impacted|vulnerable|covered|concerned|at risk|hit)\b|\bwhat (?:does|do|did)\b(?=(?: \S+){{1,6}}? (?:affect|impact|hit)\b)",
        r"\baffects \d+ products: ",
        r"^(?:ICS\S+|\S+-\S+) affects (?!\d+ products)",
        many=True,
        of_one=r"^CVE-\S+ affects ",
    ),
    _field(
        "vulnerabilities",
        rf"\b(?:which|what|list|name|show|all|every|any|give me)\b(?=(?: \S+){{0,6}}? {_FLAWS})|^{_FLAWS} (?:in|of|for|covered|affecting)\b|# {_FLAWS}\W*$",
        r"\bcovers \d+ vulnerabilit",
        r"\balso covers\b",
        many=True,
    ),
    _field(
        "revisions",
        r"\brevision histor(?:y|ies)\b|\bchange ?-?log\b|\brevisions?\b|\bwhat(?:'s| is| was| has)? (?:been )?(?:changed?|new)\b|\bupdate [a-z]\b|\bhistory of\b",
        r"^Revision \S+ of\b",
        many=True,
    ),
    _field(
        "status",
        r"\bstatus\b|\bfinal\b|\bdraft\b|\binterim\b|\bwithdrawn\b|\bretracted\b|\bversion of\b",
        r"\(version [^)]*status|\bstatus \w+\)",
    ),
    _field(
        "publisher",
        r"\bwho (?:published|issued|released|wrote|authored|put out|publishes|issues)\b|\bpublishers?\b|\bissuers?\b|\bissuing (?:body|authority|agency)\b|\b(?:published|issued|released) by\b",
        r"\bwas first published by\b",
    ),
    _field(
        "covering",
        rf"\b(?:which|what|any|an|the)\b(?=(?: \S+){{0,2}}? {_ADVISORIES}\b)|\b{_ADVISORIES} (?:id|ids|numbers?)\b|^{_ADVISORIES}\b|# {_ADVISORIES}\W*$|\bwhere (?:can|could|do|would) (?:i|we|one) (?:\S+ )?(?:read|find|learn|look|see)\b|\bwhere (?:is|are|was)\b|\b(?:covers?|covered|covering|mentions?|mentioned|described?|deals? with|addresses|documented|discussed|listed|contains?)\b",
        r"\bis covered by\b",
        r"\bcovers \d+ vulnerabilit",
        each=True,
    ),
    _field(
        "subject",
        r"\babout\b|\btitled?\b|\bcalled\b|\bsummar(?:y|i[sz]e)\b|\bdescribe\b|\bdescription\b|\bexplain\b|\boverview\b|\bdetails?\b|^\W*what(?:'s| is| was)? (?:a |an |the )?#\W*$|^\W*#\W*$|\bdeals? with\b|\bconcern(?:s|ed)?\b|\binfo(?:rmation)?\b",
        r"^Description of\b",
        r"\bis covered by\b",
        r"\bcovers \d+ vulnerabilit",
        r"^Risk evaluation\b",
        each=True,
        many=True,
    ),
)  # fmt: skip

# Words that speak of an advisory, a vulnerability or a product as such, and so narrow nothing down.
_PLAIN = re.compile(
    rf"{_FLAWS}|{_FOUND}|{_PUBLISHED}|{_REVISED}|last|scores?|cvss|severity|severe|ratings?|exploited|attack(?:ed|ers?)|hack(?:ed|ers?)|abused|happens?|"
    rf"what|who|when|where|how|here|credited|acknowledged|thanked|achieve|gain|about|gets?|got|hit|belongs?|problems?|installed|sold|public|finding|talks?|speaks?|writ(?:e|ten)|wrote|anything|something|"
    rf"{_GOODS}|{_MAKERS}|{_ADVISORIES}|security|ics|csaf|cisa|ics-cert|affect(?:s|ed|ing)?|impact(?:s|ed|ing)?|vulnerable|concern(?:s|ed|ing)?|"
    r"according|list(?:s|ed)?|names?|named|given?|gives?|assign(?:s|ed)?|mention(?:s|ed)?|describ(?:es|ed)|cover(?:s|ed|ing)?|in|contained?|included?|"
    r"covered|related|relating|regarding|behind|originally|initially|first|original|initial|actually|really|currently|known|available|official|base|v[234](?:\.\d)?|"
    r"id|ids|number|numbers|value|values|say|says|said|found|know|known|need|want|show|tell|get|please|pls|hey|hi|thanks|thx|quick|question|used?|using|uses|"
    r"there|exist(?:s|ing)?|exactly|anyone|someone|anybody|whoever|people|person|name|date|day|year|its|it|stem|stems|from|come|comes|lie|lies|carry|carries|have|has|"
    r"assigned|rated|deal|deals|dealing|issue|issued|published|publish|release|released|world|country|full|entire|whole|all|list|different|various|respective|corresponding|risks?|"
    r"operat(?:e|es|ing|ed)|work|works|section|field|entry|record|against|case|cases|matter|due|respect|terms|based|located|place|time|right|just|still|ever|already|now|today|own|main|primary|overall|individual|each|every",
    re.IGNORECASE,
)
# People a question about a field may speak of in passing; a question about none is about them.
_PEOPLE = re.compile(
    r"users?|customers?|operators?|owners?|admins?|administrators?|researchers?", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Asked:
    """A field that a question asks for, and the words of the question that are neither its own nor plain."""

    field: Field
    names: tuple[str, ...]


def mask_identifiers(text: str) -> str:
    """The text with a mark in the place of each identifier.

    >>> mask_identifiers("Who found CVE-2020-1234?")
    'Who found #?'
    """
    for mention in reversed(find_identifier_mentions(text)):
        text = f"{text[: mention.start]}{IDENTIFIER}{text[mention.end :]}"
    return text


def find_asked(text: str) -> tuple[Asked, ...]:
    """The fields a question may ask for, the likeliest first; none for any other question.

    >>> [(a.field.name, a.names) for a in find_asked("How severe is CVE-2020-1234 in the Pump 7?")]
    [('score', ('Pump', '7'))]
    """
    masked = mask_identifiers(text)
    found = []
    for field in FIELDS:
        spans = [match.span() for match in field.asked.finditer(masked) if match.end() > match.start()]
        if spans:
            found.append(Asked(field, names_beyond(masked, spans)))
    return tuple(found)


def names_in(text: str, asked: Sequence[Asked]) -> tuple[str, ...]:
    """The content words of a question beyond those that ask for its likeliest field and those that are plain."""
    return min((a.names for a in asked), key=len, default=names_beyond(mask_identifiers(text), ()))


def names_beyond(masked: str, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The content words outside the spans that are not plain: the names of what is asked about."""
    kept = list(masked)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    words = (_POSSESSIVE.sub("", word) for word in content_words("".join(kept)))
    return tuple(w for w in words if not (_PLAIN.fullmatch(w) or (spans and _PEOPLE.fullmatch(w))))
