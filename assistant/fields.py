"""The fields an advisory states in a set form: how people ask for each, and how a sentence tells it.

The set forms are those in which `index.readers.csaf` says the fields of a machine-readable advisory; other
publishers' advisories use many of them too. What is not asked for in one of these ways is no field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.question import content_words, focus_words, says_something
from assistant.wordings import OTHER, likeliest_fields, wordings
from assistant.words import listed, stem
from index.embed import Embedder
from index.identifiers import find_identifier_mentions

# Of how many words a field's name is at most.
LONGEST_NAME = 4
# Fields that are asked for in words that many other questions have too.
_LOOSE = frozenset({"covering", "subject", "publisher", "products", "vendor"})
# Fields whose words hardly ask for anything else.
FIRM = frozenset(
    {"vector", "highest score", "score", "weakness", "revision count", "count", "reporters", "sectors", "deployed",
     "headquarters", "revised", "released", "impact"}
)  # fmt: skip
# What stands for an identifier in a question while its words are looked at.
IDENTIFIER = "#"
# And what for a title, which a word beside it may make another name: "Acme Pump" and "Acme Pump mini".
TITLE = "##"
# By how much (of a cosine) the nearest wording of a field is nearer than one that asks for no field, or for the next
# field, to settle what is asked.
SURELY = 0.1
# From what cosine on a question is worded like a known one, whatever single word of it is new.
ALIKE = 0.85

_FLAWS = r"(?:vulnerabilit(?:y|ies)|vulns?|exposures?|cves?(?: ids?| numbers?)?|flaws?|bugs?|security (?:holes?|issues?|problems?|defects?)|holes?|issues?|defects?|weakness(?:es)?)"
_MAKERS = r"(?:vendors?|makers?|manufacturers?|company|companies|firms?|suppliers?|producers?|developers?|business(?:es)?|brand)"
_GOODS = (
    r"(?:products?|devices?|equipment|models?|hardware|software|systems?|components?|gear|kit|appliances?)"
)
_FOUND = r"(?:reported|reports?|reporting|found|finds?|finding|discovered|discovers?|discovering|discovery|identified|identifying|spotted|uncovered|detected|disclosed|disclosure|disclosing|notified|informed|alerted|told|tipped off|flagged|submitted|raised|researched|research|turned up|brought)"
_PUBLISHED = r"(?:publish(?:ed|es)?|publication|released?|issued?|issuance|c[ao]me out|coming out|appear(?:ed)?|disclosed|made available|out|announced?|put out|made public|put online|online|posted|dated?|launched|go public|went public)"
_REVISED = r"(?:updated?|revised?|revisions?|modif(?:y|ied)|changed?|amended|edited)"
_ADVISORIES = r"(?:advisory|advisories|icsas?|icsmas?|bulletins?|notices?|alerts?|documents?|docs?|publications?|csafs?)"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `asked` finds the words that ask for it, `told` the sentence that states it.

    Of `told`'s forms the first that a document has is the one that answers. `each` is true of what is
    stated for every vulnerability apart, `many` of what takes several sentences, `always` of what a
    document that states its fields states in this form or not at all. `of_one` is how it is stated
    for one vulnerability where that differs from the others. All that stands under the heading
    `section` belongs to it.
    """

    name: str
    asked: re.Pattern[str]
    told: tuple[re.Pattern[str], ...]
    each: bool = False
    many: bool = False
    always: bool = False
    of_one: re.Pattern[str] | None = None
    section: str = ""


def _field(
    name: str,
    asked: str,
    *told: str,
    each: bool = False,
    many: bool = False,
    always: bool = False,
    of_one: str = "",
    section: str = "",
) -> Field:
    return Field(
        name,
        re.compile(asked, re.IGNORECASE),
        tuple(re.compile(form) for form in told),
        each=each,
        many=many,
        always=always,
        of_one=re.compile(of_one) if of_one else None,
        section=section,
    )


# In the order in which one goes before another where a question could ask for both.
FIELDS = (
    _field(
        "vector",
        r"\b(?:cvss |attack )?vectors?(?: strings?)?\b|\battack complexity\b|\bprivileges? (?:is |are )?(?:required|needed|necessary)\b|\buser interaction\b|\b(?:the|its|which|what) (?:AV|AC|PR|UI)\b",
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
        r"\b(?:(?:cvss(?: ?v?3(?:\.[\dx])?)? )?scale|cvss(?: ?v?3(?:\.[\dx])?)?|base scores?|scor(?:e[sd]?|ing)|(?:how )?sever(?:e|ity|ities)(?: (?:band|class|category|level|bracket|tier|group|label|tag|grade))?|(?:more|less) (?:severe|serious|critical|dangerous)|worse|seriousness|rank(?:s|ed|ing)?|criticality|critical(?! infrastructure| sectors?)|(?:risk|threat|danger) (?:rating|level|score)|ratings?|rated)\b|\b(?:what |which )?(?:number|figure|points?|value) (?:out )?of (?:10|ten)\b|\bout of (?:10|ten)\b|\bhow many (?:cvss )?points\b(?: on cvss\b)?|\bhow (?:bad|serious|dangerous|risky|grave|nasty|high|low|strongly|urgent|severely|critical(?:ly)?|big a (?:deal|risk|problem|threat)|much of a (?:risk|problem|threat))\b",
        r"\bbase score of \d",
        r"\bCVSS\b.*\b\d+\.\d\b",
        each=True,
        always=True,
    ),
    _field(
        "weakness",
        rf"\b(?:cwes?(?: ids?| numbers?| entry| name)?|common weakness enumeration|(?:{_FLAWS} )(?:types?|class(?:es)?|classification|category|kinds?)|weakness(?:es)?(?: types?| class| category| id)?|root cause|underlying (?:flaw|cause|problem|weakness))\b|\b(?:types?|kinds?|sorts?|class(?:es)?|category|categories|nature) of (?:security |software |programming )?(?:{_FLAWS}|problem|error|mistake|is #)|\b(?:what|which) (?:type|kind|sort|class|category) (?:is|does|of) #|\bclass(?:ed|ifi\w+) (?:in terms of|as)\b|\bcategori[sz]e",
        r"\bis a weakness of type\b",
        r"\bCWE-\d+",
        each=True,
        always=True,
    ),
    _field(
        "revision count",
        rf"\bhow (?:often|many times)\b(?=.*\b(?:{_REVISED}|{_PUBLISHED})\b)|\bhow many (?:revisions?|versions|entries|editions|updates|releases)\b(?=.*\b(?:revision|history|advisory|went|gone|exist|had|seen|received)\b|.*#\W*$)|\b(?:number|count|total) of (?:revisions?|revision (?:history )?entries|updates)\b|\brevision count\b",
        r"^The revision history of \S+ has \d",
    ),
    _field(
        "count",
        rf"\bhow many\b(?=(?: \S+){{0,5}}? {_FLAWS})|\bnumber of\b(?=(?: \S+){{0,4}}? {_FLAWS})",
        r"\bcovers \d+ vulnerabilit",
    ),
    _field(
        "reporters",
        rf"\bwho(?:se|m|ever)?\b(?=(?: \S+){{0,6}}? {_FOUND}\b)|\b(?:report(?:ed)?|found|discovered|identified|disclosed|uncovered) by\b|\bby whom\b(?=.*\b{_FOUND})|\b{_FOUND}\b(?=.* by whom\b)|\bby whom\b|"
        rf"\b(?:which|what) (?:\S+ )?(?:researchers?|person|people|persons|organi[sz]ations?|teams?|labs?|firms?|compan(?:y|ies)|individuals?|experts?)\b(?=(?: \S+){{0,5}}? (?:{_FOUND}|credited|acknowledged|thanked)\b)|\b(?:security )?researchers?\b|\breporters?\b|\bdiscoverers?\b|\bfinders?\b|\bcredit(?:s|ed|ing)?\b|\backnowledg\w*\b|\bthank(?:s|ed)?\b|\bnames? of (?:those|whoever|the people|the persons?) who\b|\bbehind the (?:discovery|find|report|disclosure)\b|\b(?:attributed|attribution|discover(?:y|ies))\b|\bwho(?:m|se)? .*\b(?:attention|responsible|aware)\b|\bcontributors?\b|\bwhose (?:research|work|report|findings?)\b",
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
        r"\bdeploy(?:ed|ments?)?\b|\b(?:which|what) (?:countries|regions|areas|places|parts? of the world|markets)\b|\bwhere(?: in the world| on earth| geographically)?\b (?=.*\b(?:used|in use|installed|sold|running|operat))(?:(?:is|are) )?|\bgeograph\w*|\bcountries and areas\b|\bwhere in the world\b(?!.*\b(?:based|located|headquartered|from)\b)",
        r"^Countries and areas where\b",
        always=True,
    ),
    _field(
        "headquarters",
        rf"\b(?:company )?head ?-?quarter(?:s|ed)?\b(?: locations?)?|\b{_MAKERS}(?:['’]s)? (?:home )?(?:country|nation|location|base|origin)\b|\b(?:country|nation|home|origin|location) of (?:the )?{_MAKERS}\b|\bHQ\b|\bhead office\b|\bhome country\b|\bnationality\b|\bcountry of origin\b|\b(?:what|which) (?:country|nation|city|town|state)\b(?: is home to| hosts| houses)?|\bwhere(?: in the world)?\b(?:'s| is| are| does| do)? (?=.*\b{_MAKERS}\b)(?!.*\b(?:used|in use|installed|sold)\b)|\bwhere\b (?=.*\b(?:based|located|at home|from)\b)(?:(?:is|are) )?|\b(?:based|located|at home)\b",
        r"\bcompany headquarters in\b|\bis headquartered in\b|\bare headquartered in\b",
        always=True,
    ),
    _field(
        "revised",
        rf"\b(?:last|latest|most recent(?:ly)?|newest|recent|recently|current) (?:\S+ )?(?:{_REVISED}|release|version)\b|\bup to date\b|\b(?:when|what date|what day|which day|on what)\b(?=(?: \S+)*? {_REVISED}\b)|\b(?:has|was|ever been|been) (?:\S+ )?(?:ever )?(?:been )?{_REVISED}\b|\bdate of (?:the )?(?:\S+ )?(?:update|revision)\b|\b(?:updated?|revised?|modified|changed?|amended|edited) last\b|\b(?:last|latest|most recent(?:ly)?|newest) (?:update|revision|change|modification)s?\b(?: dates?)?|\bdate of (?:the )?(?:last|latest|most recent|newest) \w+\b|\b(?:revision|update|modification) dates?\b",
        r"\bwas last revised on\b",
        r"\bhas not been revised since\b",
    ),
    _field(
        "released",
        rf"\b(?:when|what (?:date|day|year|month)|which (?:date|day|year|month)|on what|since when)\b(?=(?: \S+)*? (?:{_PUBLISHED}|public|known)\b)|\b(?:initial |original |first )?(?:release|publication|publishing|issue|disclosure) dates?\b|\bdate of (?:the )?(?:initial |first |original )?(?:release|publication|issue)\b|\b(?:first|initial|initially|original|originally) {_PUBLISHED}\b|\bdates? (?:it|they|this|that|#|on which)\b|\bget (?:its|an) advisor(?:y|ies)\b|\bhow old\b|\bwhat(?:'s| is) the date\b|^(?:the )?date (?:of|for) |\bwhen (?:is|was) #(?= from|\W*$)|\bwhen was (?=.*(?:advisory|#)\W*$)|# (?:was )?dated?\b|\b(?:what|which) (?:date|day|year|month)\b|\bdates? (?:published|released|issued|of)\b|\b(?:publication|release|issue) (?:day|year|month|time)\b",
        r"\bwas first published\b",
    ),
    _field(
        "impact",
        r"\brisk evaluations?\b|\bsuccessful(?:ly)? exploit(?:ation|ed|ing)?\b|\ballows?\b(?=(?: \S+){0,4}? (?:attackers?|hackers?|intruders?|to do)\b)|\b(?:the|what) impacts?\b|\bimpact of\b|\bconsequences?\b|\b(?:the|what) (?:risks?|dangers?)\b|\bwhat (?:can|could|might|would|may|happens?)\b(?! (?:i|we|you|one|users?|customers?|operators?)\b)(?=(?: \S+){0,6}? (?:attackers?|hackers?|happens?|do|achieve|gain)\b)|\battackers?\b|\beffects? of\b|\bwhat happens\b|\bif\b(?=.* (?:exploited|attacked|hacked|abused)\b)",
        r"^Risk evaluation\b|^Impact of\b",
        r"\b[Ss]uccessful(?:ly)? exploit",
        section="risk evaluation",
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
        r"\b(?:bug ?)?fix(?:e[sd]|ing)?\b|\b(?:un)?patch(?:e[sd]|ing)?\b|\bmitigat\w*|\bremed\w+|\bwork ?-?arounds?\b|\bupgrad(?:e[sd]?|ing)\b|\bupdates?\b|\bcounter-?measures?\b|\bsolutions?\b(?= (?:for|to|is|exist|available))|\bresolve[sd]?\b|\bhow (?:is|was|are|were|can|should)\b(?=.* addressed\b)|\baddress(?:es)? (?:this|it|them|the)\b|\bprotect(?:ed)?\b(?: (?:against|from))?|\brecommend\w*|\badvi[sc]ed?\b|\bdefend\b|\bsecure\b (?=.*(?:against|from))|\b(?:what|how) (?:should|can|must|do|could|to|shall|would)\b(?=(?: \S+){0,3}? (?:users?|customers?|operators?|owners?|admin\w*|organi[sz]ations?|people|i|we|you|one|sites?|plants?)\b)|\bwhat to do\b(?: about\b)?|\bhow to (?:respond|react|handle|deal with)\b",
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
        rf"\b(?:which|what|name of the|names of the|whose|the) (?:\S+ )?{_MAKERS}\b(?:'s|s')?|\bwho(?:'s| is| are)? (?:the )?{_MAKERS}\b|# {_MAKERS}\b|\bwho (?:makes?|made|manufactures?|produces?|sells?|builds?|develops?|supplies|offers)\b|\bwhose (?:{_GOODS}|{_FLAWS})\b|\b(?:made|manufactured|produced|built|developed|sold|supplied) by\b|^{_MAKERS}\b",
        r"\bthe vendors? in\b",
    ),
    _field(
        "products",
        rf"\b(?:which|what|list|name|show|all|any|affected|vulnerable|impacted)\b(?=(?: \S+){{0,4}}? {_GOODS}\b)|\bhow many {_GOODS} (?:does|do|did|are (?:affected|listed|covered))\b|\bwhat(?:'s| is| does| do| gets?) (?:# )?(?:affect(?:s|ed)?|impact(?:s|ed)?|vulnerable|hit)\b|\b(?:which|what) (?:\S+ )?(?:is|are) (?:affected|vulnerable|impacted|hit)\b|^{_GOODS}\b|# {_GOODS}\W*$|\b{_GOODS} (?:\S+ )?(?:affected|impacted|vulnerable|covered|concerned|at risk|hit)\b|\bwhat (?:does|do|did)\b(?=(?: \S+){{1,6}}? (?:affect|impact|hit)\b)",
        r"\baffects \d+ products: ",
        r"^(?:ICS\S+|\S+-\S+) affects (?!\d+ products)",
        many=True,
        of_one=r"^CVE-\S+ affects ",
    ),
    _field(
        "vulnerabilities",
        rf"\b(?:which|what|list|name|show|all|every|any|give me)\b(?=(?: \S+){{0,6}}? {_FLAWS}\b)|^{_FLAWS} (?:in|of|for|covered|affecting)\b|# {_FLAWS}\W*$",
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
        rf"\b(?:which|what|any|an?|the|its|their|find|identify)\b(?=(?: \S+){{0,2}}? {_ADVISORIES}\b)|\b{_ADVISORIES} (?:id|ids|numbers?)\b|^{_ADVISORIES}\b|# {_ADVISORIES}\W*$|\bwhere (?:can|could|do|would) (?:i|we|one) (?:\S+ )?(?:read|find|learn|look|see)\b|\bwhere (?:is|are|was)\b|\bwhere (?:does|do|did|has|have)\b(?=.*\b(?:publish|describ|mention|cover|document|discuss|list)\w*)|\btracking (?:ids?|identifiers?|numbers?)\b|\blook ?up\b|\b(?:covers?|covered|covering|mentions?|mentioned|described?|deals? with|addresses|documented|discuss(?:es|ed)?|addressed|referenced?|references|listed|contains?)\b",
        r"\bis covered by\b",
        r"\bcovers \d+ vulnerabilit",
        each=True,
    ),
    _field(
        "subject",
        r"\babout\b|\btitled?\b|\bcalled\b|\bsummar(?:y|i[sz]e)\b|\bdescribe\b|\bdescription\b|\bexplain\b|\boverview\b|\bdetails?\b|^\W*what(?:'s| is| was)? (?:a |an |the )?#\W*$|^\W*#\W*$|\bdeals? with\b|\bconcern(?:s|ed)?\b|\binfo(?:rmation)?\b",
        r"^Description of\b|\bis covered by\b",
        r"\bcovers \d+ vulnerabilit",
        r"^Risk evaluation\b",
        each=True,
        many=True,
    ),
)  # fmt: skip

COVERING = next(field for field in FIELDS if field.name == "covering")

# Words that speak of an advisory, a vulnerability or a product as such, and so narrow nothing down: in any inflection.
_PLAIN_WORDS = listed(
    """
    last score cvss severity severe rating exploit attack attacker hack hacker abuse happen credit acknowledge thank
    achieve gain get hit belong problem install sell public talk speak write anything something security ics csaf cisa
    ics-cert affect impact vulnerable susceptible prone suffer concern accord list name give assign mention describe
    cover contain include relate regard behind original initial first actual real current known available official base
    id ids number value say find know need want show tell please pls hey hi hello dear thanks thx quick question use
    there exist exact anyone someone anybody whoever people person date day year month its it stem from come lie carry have
    rate deal issue publish release world country full entire whole all different various respective correspond risk
    operate work section field entry record against case matter due respect term locate place time right just still
    ever already now today main primary overall individual each every
    associate attach attribute classify categorise category calculate compute determine track catalogue document register
    reference applicable apply relevant expose responsible instance example scale detail information info identifier
    identify identity code sense lookup address receive hold stand count report fall map lead flag put bring
    xss xxe csrf ssrf rce sqli dos mitm
    below above prior earlier later older newer new old
    compare comparison versus vs than between difference high higher low lower big bigger more less worse or both
    medium critical none level like wonder curious interested could would let help check look see hear read run across
    our my we us team scanner point whatever rely sit originate nature tell told aware reside corpus folder collection consider regard deem i'd what's whats who's whos where's wheres when's whens kindly brief answer
    provide state specify indicate per via under within inside toward what who when where how here about about
    """
)
_PLAIN_STEMS = _PLAIN_WORDS | frozenset(map(stem, _PLAIN_WORDS))
_PLAIN = re.compile(
    rf"{_FLAWS}|{_FOUND}|{_PUBLISHED}|{_REVISED}|{_GOODS}|{_MAKERS}|{_ADVISORIES}|v?3(?:\.[\dx])?|in",
    re.IGNORECASE,
)
# What is asked with these is a set field only where the field's own words take them in.
_OTHER_MATTER = re.compile(
    r"\bwhy\b|\bhow (?!is|are|was|were|do|does|did|can|could|should|would|must|to|come|has|have|will|(?:it|they|this|that|these|we|i|you|one)\b)\w+",
    re.IGNORECASE,
)
# What no field tells whatever else is said: what something costs.
_PRICED = re.compile(
    r"\b(?:what|how much) (?:do|does|did|will|would)\b.*\bcosts?\b|\bprices?\b", re.IGNORECASE
)
# Where one question ends and the next begins.
_COORDINATION = re.compile(
    r"\s*(?:[,;/&+]|\?)\s*(?:and|also|plus|as well as)?\s+|\s+(?:and|plus|as well as|&)\s+", re.IGNORECASE
)
_OPENS_WITH = re.compile(r"^\W*(?:(?:in|on|from|of|to|by|at|for|with) )?(what|which)\b", re.IGNORECASE)
_YES_OR_NO = re.compile(
    r"^\W*(?:is|are|was|were|does|do|did|has|have|had|can|could|will|would|should)\b", re.IGNORECASE
)
_WHAT_DOES = re.compile(r"\bwhat (?:do|does|did|will|would|can|could)\b", re.IGNORECASE)
# What asks with one of these words is answered by one of these fields.
_ASKING_WORD = re.compile(r"\b(?:what|which|who|whom|whose|where|when|how)\b", re.IGNORECASE)
_ANSWERING = {
    "who": frozenset({"reporters", "vendor", "publisher", "sectors"}),
    "whom": frozenset({"reporters", "vendor", "publisher", "sectors"}),
    "when": frozenset({"released", "revised"}),
}
_CLAUSE = re.compile(
    r"(?<=[.;:!?])\s+|\s+[-\u2013\u2014]+\s+|,\s+(?=(?:so |and |but )?(?:what|which|who|whom|whose|when|where|how)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:what|what's|whats|which|who|whom|whose|where|when|how)\b|^\W*(?:is|are|was|were|does|do|did|has|have|can|could|list|give|name|show|tell)\b",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\b(?:of|for|in|on|at|with|by|from|to|over|through|using)\s+(?:the |an? |its |their )?$", re.IGNORECASE
)
# People a question about a field may speak of in passing; a question about none is about them.
_PEOPLE = re.compile(
    r"users?|customers?|operators?|owners?|admins?|administrators?|researchers?", re.IGNORECASE
)
_WORD = re.compile(r"[\w'’.-]*\w")
# "CVE-2020-1234: score?" is worded like "CVE-2020-1234 score?".
_LABELLED = re.compile(rf"{IDENTIFIER}\s*[:\u2013\u2014-]+\s")
_PART = re.compile(r"\w+")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True)
class Asked:
    """A field that a question asks for, and the words of the question that are neither its own nor plain.

    Of `names` those in `passing` may only be how the asker speaks; all others name what is asked about.
    `patterned` is False where the question is only worded like others that ask for the field. `wanted` are
    words that say what is asked for.
    """

    field: Field
    names: tuple[str, ...]
    passing: frozenset[str] = frozenset()
    patterned: bool = True
    wanted: frozenset[str] = frozenset()

    @property
    def binding(self) -> tuple[str, ...]:
        """The names that what answers must hold."""
        return tuple(name for name in self.names if name not in self.passing)


def mask_identifiers(text: str) -> str:
    """The text with a mark in the place of each identifier.

    >>> mask_identifiers("Who found CVE-2020-1234?")
    'Who found #?'
    """
    for mention in reversed(find_identifier_mentions(text)):
        text = f"{text[: mention.start]}{IDENTIFIER}{text[mention.end :]}"
    return text


def asking_part(masked: str) -> str:
    """The question without the clauses beside it that ask nothing: what is named there needs no more than its mark.

    >>> asking_part("Sleep-lab gear this time, ##: when was it last revised?")
    '##: when was it last revised?'
    """
    clauses = _CLAUSE.split(masked)
    asking = [c for c in clauses if _ASKS.search(c) or any(a.field.name in FIRM for a in asked_in(c))]
    kept = " ".join(asking)
    if len(asking) == len(clauses) or not asked_in(kept):
        return masked
    mark = TITLE if TITLE in masked else IDENTIFIER
    return kept if IDENTIFIER in kept or IDENTIFIER not in masked else f"{mark}: {kept}"


def find_asked(
    masked: str, embedder: Embedder, *, called: frozenset[str] = frozenset()
) -> tuple[tuple[Asked, ...], ...]:
    """The fields that a question with masked names may ask for, the likeliest first, for each thing that it asks.

    `called` are the words, in small letters, of what the documents that it names and their products are called.

    >>> [[a.field.name for a in part] for part in find_asked("Who reported # and when was it published?", Embedder())]
    [['reporters'], ['released', 'covering']]
    """
    if _PRICED.search(masked):
        return ()
    masked = _LABELLED.sub(f"{IDENTIFIER} ", masked)
    parts = parts_of(masked, embedder, called=called)
    if len(parts) > 1:
        return tuple(parts)
    asked = asked_in(masked)
    if IDENTIFIER in masked:
        asked = weigh_wording(
            masked, asked, likeliest_fields(mask_names(masked, called), embedder), called=called
        )
    return tuple(filter(None, [asked]))


def mask_names(masked: str, called: frozenset[str]) -> str:
    """The text with a mark in the place of each run of capitalised words and numbers that are among `called`."""
    names = [m for m in _WORD.finditer(masked) if not m[0].islower() and is_called(m[0], called)]
    for name in reversed(names):
        masked = f"{masked[: name.start()]}{TITLE}{masked[name.end() :]}"
    return re.sub(rf"{TITLE}(?:\s+{TITLE})+", TITLE, masked)


def is_called(name: str, called: frozenset[str]) -> bool:
    """Whether every part of a name, such as those of "X-320M", is among the words of what is called."""
    return called.issuperset(_PART.findall(name.casefold()))


def weigh_wording(
    masked: str, asked: tuple[Asked, ...], alike: Mapping[str, float], *, called: frozenset[str] = frozenset()
) -> tuple[Asked, ...]:
    """What the question's words ask for by themselves, set right by the fields that questions worded like it ask for."""
    asking = _ASKING_WORD.search(masked)
    fit = _ANSWERING.get(asking[0].casefold(), frozenset(alike)) if asking else frozenset(alike)
    name, likeness = next((name, value) for name, value in alike.items() if name != OTHER and name in fit)
    margin = likeness - alike[OTHER]
    if margin < -2 * SURELY:
        return ()
    asked = tuple(replace(one, passing=one.passing | beside_named(masked, one)) for one in asked)
    # Of two fields that are both hardly mistaken, the wording tells more than the pattern sooner.
    most = 0.0 if name in FIRM and likeness >= ALIKE else SURELY if name in FIRM else 2 * SURELY
    firm = tuple(
        one for one in asked if one.field.name in FIRM and likeness - alike.get(one.field.name, 0.0) < most
    )
    if firm and margin > -SURELY and name not in [one.field.name for one in firm]:
        return (*firm, *(one for one in asked if one not in firm))
    plain = [
        one
        for one in asked
        if all(is_called(name, called) for name in one.names)
        and likeness - alike.get(one.field.name, 0.0) < SURELY * (1 if one.field.name in _LOOSE else 2)
    ]
    if plain:
        return (*plain, *(one for one in asked if one not in plain))
    if margin < -SURELY:
        return tuple(one for one in asked if not one.names)
    agreed = any(one.field.name == name for one in asked) and (name not in _LOOSE or margin >= SURELY / 2)
    if margin < 0 or (margin < SURELY and not agreed and asks_other_matter(masked)):
        return asked
    field = next(field for field in FIELDS if field.name == name)
    names = names_beyond(masked, field_words(masked, field))
    clear = agreed or margin >= SURELY
    unmet = (
        margin < 2 * SURELY
        and likeness < ALIKE
        and bool(_ASKING_WORD.search(masked))
        and any(word in names for word in wanted_words(masked))
    )
    free = free_words(masked, names) if clear and not unmet else passing_words(masked, names)
    for one in asked:
        if one.field == field:
            names, free = tuple(n for n in names if n in one.names), free | one.passing
    likely = Asked(field, names, free, patterned=False, wanted=words_wanted(masked))
    rest = tuple(one for one in asked if one.field != field)
    return (likely, *rest) if clear else (*rest, likely)


def field_words(masked: str, field: Field) -> list[tuple[int, int]]:
    """Where the question has words that the field is known to be asked for with."""
    known = wordings().stems[field.name]
    return [m.span() for m in _WORD.finditer(masked) if stem(m[0]) in known]


def free_words(masked: str, names: Sequence[str]) -> frozenset[str]:
    """Those of the names that may go unmet where it is clear what is asked: all but models and capitals after a preposition."""
    return frozenset(
        name
        for name in names
        if is_small(name)
        or not any(c.isalpha() for c in name)
        or not (is_model(name) or stands_with_name(name, masked))
    )


def parts_of(
    masked: str, embedder: Embedder, *, called: frozenset[str] = frozenset()
) -> list[tuple[Asked, ...]]:
    """What each part of a question with several asks for; fewer than two where the parts ask for no different fields."""
    found: dict[str, tuple[Asked, ...]] = {}
    opening = ""
    pieces = [piece for piece in _COORDINATION.split(masked) if _LETTERS.search(piece)]
    for piece in pieces:
        asked = asked_in(piece) or (asked_in(f"{opening} {piece}") if opening else ())
        if opens := _OPENS_WITH.match(piece):
            opening = opens[1]
        if not asked and len(pieces) > 1 and IDENTIFIER in masked:
            asked = asked_by_name(piece, embedder)
        if IDENTIFIER in piece and asked and all(one.binding for one in asked):
            alike = likeliest_fields(mask_names(piece, called), embedder)
            asked = weigh_wording(piece, asked, alike, called=called)
        if asked:
            found.setdefault(asked[0].field.name, asked)
    return list(found.values())


def asked_by_name(piece: str, embedder: Embedder) -> tuple[Asked, ...]:
    """The field that a part of a question names and no more: "date" of "date and sectors of #"."""
    if len(piece.split()) > LONGEST_NAME or IDENTIFIER in piece:
        return ()
    [(name, likeness), *_] = (alike := likeliest_fields(f"{piece} of {IDENTIFIER}", embedder)).items()
    if name == OTHER or likeness - alike[OTHER] < 2 * SURELY:
        return ()
    return (Asked(next(field for field in FIELDS if field.name == name), (), patterned=False),)


def asked_in(masked: str) -> tuple[Asked, ...]:
    """The fields one question may ask for, the likeliest first; none for any other question.

    >>> [(a.field.name, a.names) for a in asked_in("How severe is # in the Pump 7?")]
    [('score', ('Pump', '7'))]
    """
    spans = {
        field: [match.span() for match in field.asked.finditer(masked) if match.end() > match.start()]
        for field in FIELDS
    }
    if asks_other_matter(masked, [span for own in spans.values() for span in own]):
        return ()
    found = []
    for field, own in spans.items():
        if own:
            names = names_beyond(masked, own)
            found.append(Asked(field, names, passing_words(masked, names), wanted=words_wanted(masked)))
    return tuple(found)


def asks_beyond_fields(masked: str, embedder: Embedder) -> bool:
    """Whether the question is worded like those that ask for what no field holds, and like no other."""
    if IDENTIFIER not in masked:
        return False
    alike = likeliest_fields(masked, embedder)
    return alike[OTHER] - max(value for name, value in alike.items() if name != OTHER) >= 2 * SURELY


def asks_uncounted(masked: str) -> bool:
    """Whether the question asks how much or how many of something that no field counts."""
    spans = [m.span() for field in FIELDS for m in field.asked.finditer(masked)]
    return bool(_PRICED.search(masked)) or any(
        not within(m.span(), spans) for m in _OTHER_MATTER.finditer(masked) if m[0].casefold() != "why"
    )


def asks_other_matter(masked: str, spans: Sequence[tuple[int, int]] = ()) -> bool:
    """Whether the question asks why, or how much or how many of something, in words outside the spans."""
    return not all(within(match.span(), spans) for match in _OTHER_MATTER.finditer(masked))


def names_in(masked: str, asked: Sequence[Asked]) -> tuple[str, ...]:
    """The content words of a question beyond those that ask for its likeliest field and those that are plain."""
    return min((a.names for a in asked), key=len, default=names_beyond(masked, ()))


def names_beyond(masked: str, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    """The content words outside the spans that are not plain: the names of what is asked about."""
    kept = list(masked)
    for start, end in spans:
        kept[start:end] = " " * (end - start)
    # What is left of a word such as "sector-wise" names nothing.
    words = (_POSSESSIVE.sub("", w) for w in content_words("".join(kept)) if not w.startswith("-"))
    return tuple(
        w for w in words if says_something(w) and not (is_plain(w) or (spans and _PEOPLE.fullmatch(w)))
    )


def is_plain(word: str) -> bool:
    return stem(word) in _PLAIN_STEMS or bool(_PLAIN.fullmatch(word))


def passing_words(masked: str, names: Sequence[str]) -> frozenset[str]:
    """Those of the names that need not be met: small words that neither say what is asked for nor stand with a name.

    In "which nation is home to the vendor in #" the word "home" is one; in "what salary does the finder of #
    earn" the salary is what is asked for, so that nothing of it can be left unmet.
    """
    if _YES_OR_NO.match(masked):
        return frozenset()
    if any(word in names for word in wanted_words(masked)) or (
        _WHAT_DOES.search(masked) and ends_with_one(masked, names)
    ):
        return frozenset()
    return frozenset(name for name in names if is_small(name) and not stands_with_name(name, masked))


def beside_named(masked: str, asked: Asked) -> frozenset[str]:
    """Those of the names that say no more than what is named by itself, in a question whose field is beyond doubt."""
    if asked.field.name not in FIRM or _YES_OR_NO.match(masked) or asks_uncounted(masked):
        return frozenset()
    wanted = wanted_words(masked)
    return frozenset(
        n for n in asked.names if is_small(n) and n not in wanted and not stands_by_title(n, masked)
    )


def stands_by_title(word: str, masked: str) -> bool:
    """Whether the word stands before or behind a title, and so may make another name of it."""
    said = re.escape(word)
    return bool(re.search(rf"{TITLE}\s+{said}\b|\b{said}\s+{TITLE}", masked))


def wanted_words(masked: str) -> list[str]:
    """The words that name what is asked for, from the first that asks on: "reward" of "So what was the reward for #?"."""
    asking = _ASKING_WORD.search(masked)
    return focus_words(masked[asking.start() :] if asking else masked)


def words_wanted(masked: str) -> frozenset[str]:
    """The words that say what is asked for: those of `wanted_words`, and after "what does it" the last."""
    last = content_words(masked)[-1:] if _WHAT_DOES.search(masked) else []
    return frozenset([*wanted_words(masked), *last])


def ends_with_one(masked: str, names: Sequence[str]) -> bool:
    """Whether the question's last word is one of the names: after "what does it" it says what is asked."""
    return content_words(masked)[-1:] in [[name] for name in names]


def is_small(word: str) -> bool:
    return word.isascii() and word.replace("-", "").isalpha() and word.islower()


def stands_with_name(word: str, masked: str) -> bool:
    """Whether the word follows a preposition or a title, as what is named does; "situated" says no name."""
    return any(
        _PREPOSITION.search(masked[: m.start()])
        or (masked[: m.start()].rstrip().endswith(TITLE) and not word.endswith("ed"))
        for m in re.finditer(rf"\b{re.escape(word)}\b", masked)
    )


def is_model(name: str) -> bool:
    """Whether a name is a model's number, of letters and digits: nothing else is meant by it."""
    return any(c.isdigit() for c in name) and any(c.isalpha() for c in name)


def within(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)
