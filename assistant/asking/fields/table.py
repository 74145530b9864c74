"""The fields an advisory states in a set form: how people ask for each, and how a sentence tells it.

The set forms are those in which `index.readers.csaf` says the fields of a machine-readable advisory; other
publishers' advisories use many of them too. What is not asked for in one of these ways is no field.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

FieldName = Literal[
    "vector", "highest score", "score", "weakness", "revision count", "count", "reporters", "sectors",
    "deployed", "headquarters", "revised", "released", "impact", "exploitation", "remedies", "versions",
    "vendor", "products", "vulnerabilities", "revisions", "status", "publisher", "covering", "subject",
    "workarounds", "mitigations", "last revision",
]  # fmt: skip
# Fields whose words hardly ask for anything else.
FIRM: frozenset[FieldName] = frozenset(
    {"vector", "highest score", "score", "weakness", "revision count", "count", "reporters", "sectors", "deployed",
     "headquarters", "revised", "released", "impact", "workarounds", "mitigations", "last revision"}
)  # fmt: skip
_FLAWS = r"(?:vulnerabilit(?:y|ies)|vulns?|exposures?|cves?(?: ids?| numbers?)?|flaws?|bugs?|security (?:holes?|issues?|problems?|defects?)|holes?|issues?|defects?|weakness(?:es)?)"
_MAKERS = r"(?:vendors?|makers?|manufacturers?|company|companies|firms?|suppliers?|producers?|developers?|business(?:es)?|brand)"
_GOODS = (
    r"(?:products?|devices?|equipment|models?|hardware|software|systems?|components?|gear|kit|appliances?)"
)
_FOUND = r"(?:reported|reports?|reporting|found|finds?|finding|discovered|discovers?|discovering|discovery|identified|identifying|spotted|uncovered|detected|disclosed|disclosure|disclosing|notified|informed|alerted|told|tipped off|flagged|submitted|raised|researched|research|turned up|brought)"
_PUBLISHED = r"(?:publish(?:ed|es)?|publication|released?|issued?|issuance|c[ao]me out|coming out|appear(?:ed)?|disclosed|made available|out|announced?|put out|made public|put online|online|posted|dated?|launched|go public|went public)"
_REVISED = r"(?:updated?|revised?|revisions?|modif(?:y|ied)|changed?|amended|edited)"
# The newest of its revisions.
_LAST = r"(?:last|latest|most recent|newest)"
_EDITIONS = r"(?:revisions?|updates?|versions?|editions?|releases?|changes?|modifications?)"
_ADVISORIES = r"(?:advisory|advisories|icsas?|icsmas?|bulletins?|notices?|alerts?|documents?|docs?|publications?|csafs?)"
# Words for what advisories are about and what is done with it: they narrow nothing down.
MATTERS = rf"{_FLAWS}|{_FOUND}|{_PUBLISHED}|{_REVISED}|{_GOODS}|{_MAKERS}|{_ADVISORIES}"
# As the reader of CSAF writes them; a memo that "was first published by a blog" is in no set form.
_SET_FORM = re.compile(
    r"\bwas first published by [^\n]+? on [^\n]+? \(\d{4}-\d\d-\d\d\)\.|\bcovers \d+ vulnerabilit(?:y|ies): "
    r"|(?:^|\. )(?:Vulnerability \d+|[A-Z][\w.-]*\d[\w.-]*)(?:, called [^\n]+,)? is covered by ",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `asked` finds the words that ask for it, `told` the sentence that states it.

    Of `told`'s forms the first that a document has is the one that answers. `each` is true of what is
    stated for every vulnerability apart, `many` of what takes several sentences, `always` of what a
    document that states its fields states in this form or not at all. `of_one` is how it is stated
    for one vulnerability where that differs from the others. All that stands under the heading
    `section` belongs to it. Of what `goes_on` what follows under its heading, up to the next that is
    told so, belongs to it too. Of what is `dated` the newest answers.
    """

    name: FieldName
    asked: re.Pattern[str]
    told: tuple[re.Pattern[str], ...]
    each: bool = False
    many: bool = False
    always: bool = False
    of_one: re.Pattern[str] | None = None
    section: str = ""
    goes_on: bool = False
    dated: bool = False


def _field(
    name: FieldName,
    asked: str,
    *told: str,
    each: bool = False,
    many: bool = False,
    always: bool = False,
    of_one: str = "",
    section: str = "",
    goes_on: bool = False,
    dated: bool = False,
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
        goes_on=goes_on,
        dated=dated,
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
        "last revision",
        rf"\b(?:what(?:'s)?|which)\b(?!.*\b(?:date|dated|day|when|time)\b)(?=.*\b(?:changed?|changes|new|different|modif(?:y|ied)|add(?:ed)?|altered|corrected|bring|brought|say|says|contain)\b)(?=.*\b{_LAST} (?:\S+ )?{_EDITIONS}\b)|\b(?:changes?|modifications?|changed)\b(?: \S+)? (?:in|of|by|with) (?:the |its )?{_LAST} {_EDITIONS}\b|\b(?:summary|contents?|details?|description) of (?:the |its )?{_LAST} {_EDITIONS}\b|\bwhat(?:'s| is| was| has)? (?:been )?(?:changed?|new)\b(?=.*\b(?:last|most recently|lately)\b)",
        r"^Revision \S+ of\b",
        dated=True,
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
        "workarounds",
        r"\bwork ?-?arounds?\b",
        r"^Workaround\b",
        r"^Mitigation\b",
        many=True,
        always=True,
        goes_on=True,
    ),
    _field(
        "mitigations",
        r"\bmitigations?\b(?: (?:measures?|steps?|actions?))?|\bmitigating (?:measures?|steps?|actions?)\b",
        r"^(?:Mitigation|Workaround)\b",
        r"^(?:Vendor fix|Fix planned|Optional patch|No fix planned|No fix available)\b",
        many=True,
        goes_on=True,
    ),
    _field(
        "remedies",
        r"\b(?:bug ?)?fix(?:e[sd]|ing)?\b|\b(?:un)?patch(?:e[sd]|ing)?\b|\bmitigat(?!ion)\w*|\bremed\w+|\bupgrad(?:e[sd]?|ing)\b|\bupdates?\b|\bcounter-?measures?\b|\bsolutions?\b(?= (?:for|to|is|exist|available))|\bresolve[sd]?\b|\bhow (?:is|was|are|were|can|should)\b(?=.* addressed\b)|\baddress(?:es)? (?:this|it|them|the)\b|\bprotect(?:ed)?\b(?: (?:against|from))?|\brecommend\w*|\badvi[sc]ed?\b|\bdefend\b|\bsecure\b (?=.*(?:against|from))|\b(?:what|how) (?:should|can|must|do|could|to|shall|would)\b(?=(?: \S+){0,3}? (?:users?|customers?|operators?|owners?|admin\w*|organi[sz]ations?|people|i|we|you|one|sites?|plants?)\b)|\bwhat to do\b(?: about\b)?|\bhow to (?:respond|react|handle|deal with)\b",
        r"^(?:Vendor fix|Fix planned|Optional patch|No fix planned|No fix available)\b",
        r"^(?:Mitigation|Workaround|Remediation)\b",
        many=True,
        goes_on=True,
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


def field_of(name: str) -> Field:
    """The field of that name."""
    return next(field for field in FIELDS if field.name == name)


def is_in_set_form(text: str) -> bool:
    """Whether the text has a sentence by which a document states its fields in a set form."""
    return bool(_SET_FORM.search(text))


COVERING = field_of("covering")
