"""How people ask: the wordings that tell a timeline from a list, a date from a sum, what holds now from what was.

English only, and about no matter in particular: nothing here knows a document, a vendor or a country.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from assistant.types import Shape

Want = Literal[
    "person", "date", "number", "money", "countries", "place", "reason", "statement", "status", "present", "yes-no"
]  # fmt: skip
"""A kind of answer that a question asks for: `present` is what holds now, `statement` what somebody said."""

# Nouns of which a question may ask for several.
_PLURALS = (
    r"countries|states|governments|nations|companies|firms|agencies|vendors|suppliers|products|"
    r"operators|sectors|authorities|measures|bodies|directives|advisories|steps|bans|banks|makers|"
    r"manufacturers|organi[sz]ations|groups|services|laws|rules|orders|warnings|names|people|ministers|"
    r"vulnerabilities|versions|devices|areas|categories|reasons|sites|providers|institutions|"
    r"ministries|provinces|cities|ports|ships|vessels|cables|incidents|attacks|tools|apps|carriers|"
    r"victims|actors|conditions|criteria|penalties|deadlines|exceptions|signs|recommendations|duties|"
    r"obligations|requirements|capitals|regulators|courts|islands|prefectures|telcos|networks|crews|brands|"
    r"lawmakers|officials|ambassadors|lawsuits|curbs|exemptions"
)
# Words in -s that are no plurals.
_SINGULAR = (
    r"is|was|has|does|this|its|us|status|basis|focus|bus|virus|process|access|business|congress|press|"
    r"news|less|class|series|analysis|crisis|gas|loss|pass|cross|address|progress|success|always|yes|"
    r"as|vs|whereas|perhaps|kinds?|sorts?"
)

# "What must operators do" asks for no operators.
_AUXILIARY = r"(?:must|shall|should|can|could|may|might|will|would|do|does|did|has|have|had|is|are|was|were)"

_YEAR = r"\b(?:19|20)\d\d\b"
# Several things after a colon, parted by commas; the fewest that are several, so that nothing is looked at twice.
_SEVERAL = r"(?>:[^:?,]*,[^:?]*?(?:,| and | or ))"
_FEW = r"(?:two|three|four|five|six|seven|eight|nine|ten)"

# The first that fits a question is its shape; one that none fits is prose.
SHAPES: Mapping[Shape, tuple[str, ...]] = {
    "timeline": (
        r"\btime ?line",
        r"\bchronolog",
        r"\bchronicle",
        r"\bin (?:date|time|chronological|what) order\b",
        r"\bin order\s*\??$",
        r"\bby date\b",
        r"\bsequence of\b",
        r"\bcourse of events\b",
        r"\b(?:history|story|stages|chapters|phases) of\b",
        r"\bhow (?:did|have|has|was|were)\b.*\b(?:evolved?|develop(?:ed)?|unfold(?:ed)?|changed?|grew|grow|grown|tighten(?:ed)?|escalated?|progress(?:ed)?|go from|get from|come about|came about|play(?:ed)? out)\b",
        r"\b(?:step by step|stage by stage|year by year|month by month|blow by blow|one after (?:the other|another))\b",
        r"\bover the (?:years|months|last|past)\b",
        r"\bover time\b",
        r"\bmilestones\b",
        r"\bsaga\b",
        r"\b(?:(?:run|lead)[- ]?up|led up) to\b",
        r"\b(?:retrace|recap|reconstruct)\b",
        r"\bhow (?:we|they|it) got (?:here|there|to)\b",
        r"\bwho did what(?: and)? when\b",
        r"\bwhat (?:was|came) first\b.*\bthen\b",
        r"\bsuccessive\b",
        r"\b(?:how|what) (?:did|has|have)\b.*\bfrom\b.*\bto\b.*\d",
        r"^\W*(?:please |can you |could you )?(?:trace|retrace|recap|reconstruct|set out)\b",
        r"\bfirst, then\b",
        r"\b(?:events|moves|steps|actions|developments|measures|decisions|stages)\b.*\b(?:from|between|since)\b",
        r"\b(?:take|walk|talk|run) (?:me|us) through\b",
        r"\bfrom (?:the )?(?:first|start|beginning|initial|early)\b.*\b(?:to|until|till)\b",
        r"\bfrom \d{4} (?:to|until|till|on)\b",
        r"\bwhen did each\b",
        r"\bdates\b",
        r"\bwhat happened\b.*\b(?:when|from|between|since|after)\b",
        r"\bin sequence\b",
        r"\b(?:start|beginning) to (?:finish|end|now|today)\b",
    ),
    "comparison": (
        r"\bcompar(?:e|ed|es|ing|ison)\b",
        r"\bversus\b",
        r"\bvs\.?(?=\W)",
        r"\bdiffer(?:s|ed)?\b",
        r"\bdifferences?\b",
        r"\bcontrast\b",
        r"\bwhich (?:one )?(?:is|was|came|has) (?:\w+er|more|less|first)\b",
        r"\bside by side\b",
        r"\bin common\b",
        r"\b(?:bigger|larger|stricter|longer|shorter|earlier|later|sooner|tougher|softer|milder|faster|slower|older|newer|higher|lower|more|less|fewer) than\b(?! (?:an?|half|one|two|three|four|five|six|ten|\W?\d))",
        r"\bthe same (?:as|way)\b",
    ),
    "list": (
        rf"^(?:and |so |in |for |to |from |of |at |on |under |by )*(?:which|what)(?: \w+ed)?(?: (?:other|all|else|different|kinds? of|sorts? of))? (?!{_AUXILIARY}\b)(?:[a-z-]+(?<!s) ){{0,1}}?(?!(?:{_SINGULAR})\b)[a-z]{{2,}}[a-rt-z]s (?:are|were|have|had|do|did|must|can|may|might|could|will|would|should|came|got|went|stand|fall|face|need|want|keep|use)\b",
        rf"^(?:and |so |in |for |to |from |of |at |on |under |by )?(?:which|what) (?!{_AUXILIARY}\b)(?:[\w-]+ ){{0,3}}?(?:{_PLURALS})\b",
        rf"\bof which (?:{_PLURALS})\b",
        rf"(?:[:;,] ?|^)(?:(?:in|from|against|for|by|to|on|with|under) )?(?:the )?which (?:[\w-]+ ){{0,4}}?(?:{_PLURALS})\b",
        rf"^(?:{_PLURALS})\b[^?]*[:,;-] ?(?:which|who|where)\b",
        r"(?:[:,;-]|\band) ?(?:which|who|where)(?: ones| of them| all| exactly)?\W*$",
        r"\b(?:which ones|all (?:of them|instances|names|cases)|names?,? (?:please|pls))\b",
        rf"^(?:please |pls )?(?:list|name|enumerate|give me|tell me)\b(?! of)(?=.*\b(?:all|the|every|some|{_PLURALS})\b)",
        r"\b(?:list|name) (?:all|the|every|some)\b",
        rf"\ball (?:the )?(?:{_PLURALS})\b",
        rf"^(?:the )?{_FEW} (?:[\w-]+ ){{0,3}}\w+s\b",
        r"^(?:red flags|warning signs|indicators|examples|members)\b",
        r"\bexamples of\b",
        r"^(?:and )?(?:which|who|what) (?:all|else|of|ones)\b",
        r"\b(?:every|each) (?:country|state|government|company|agency|vendor|product|place|one)\b(?! of (?:the )?(?:two|both))",
        r"\ball of (?:them|these|those)\b",
        r"\beach of (?:them|these|those|the)\b",
        r"^where (?:have|are|were) (?:[\w-]+ ){1,4}been\b",
        rf"\bnames? of (?:all|the) (?:[\w-]+ ){{0,2}}(?:{_PLURALS})\b",
        rf"^(?:[\w-]+ ){{1,3}}(?:{_PLURALS})\b (?:that|which|who|named|reported|said|listed|hit|affected)\b",
    ),
}  # fmt: skip

# What asks for several things without a word for the shape: as above, of a question that none of those fit.
IMPLIED_SHAPES: Mapping[Shape, tuple[str, ...]] = {
    "timeline": (
        r"\bwhen\b.*\bwhen\b",
        r"\bwhen (?:did|was|were|is|are|will|do|does)\b[^,?]*,[^,?]*(?:,| and )(?!\s*(?:and )?(?:who|whom|what|how|why|where|which|by|for|on|in|to)\b)",
        rf"{_YEAR}.*{_YEAR}.*{_YEAR}",
        r"\bwhen\b.*\b(?:each|both)\b",
        rf"{_SEVERAL}.*\bwhen\b",
    ),
    "comparison": (
        rf"{_YEAR}.*\b(?:and|or|to|vs|against)\b.*{_YEAR}",
        r"\b(?:each|both|either|neither|respective(?:ly)?)\b",
        r"\b(?:as|set|held|measured|weighed) against\b",
        r"\b(?:next to|alongside) (?:that|those|the|its|his|her|their)\b",
        r"\b(?:do|does|did)\b.*\b(?:(?:dis)?agree|concur|diverge|contradict)\b",
        r"\bwhere do (?:the )?(?:accounts|reports|sources)\b",
    ),
    "list": (
        rf"^(?!how (?:many|much)\b)(?:[\w-]+ ){{0,2}}(?:{_PLURALS}|kinds|types|fields|parts|points|lessons|objections|replies|answers|tests)\b(?! (?:do|does|did|was|were|is|are)\b)",
        rf"\b(?:which|what|all|the|name|list|give me) {_FEW}\b",
        r"\b(?:besides|other than|apart from|in addition to)\b",
        _SEVERAL,
    ),
}  # fmt: skip

# How people ask what holds now; the words name nothing that a document would have to say.
STATUS = (
    r"\bstill\b",
    r"\bcurrently\b",
    r"\bnow(?:adays)?\b",
    r"\bat present\b",
    r"\bat the moment\b",
    r"\btoday\b",
    r"\bright now\b",
    r"\bthese days\b",
    r"\bin force\b",
    r"\bin effect\b",
    r"\blatest\b",
    r"\bcurrent\b",
    r"\bstatus\b",
    r"\bany ?more\b",
    r"\bas it stands\b",
    r"\bso far\b",
    r"\bto date\b",
)

# What a question wants, by the wordings that ask for it; it may want several.
WANTS: Mapping[Want, tuple[str, ...]] = {
    "person": (
        r"\bwho(?:m|se)?\b(?! (?:is|are|was|were) (?:not )?\w+ed\b)",
        r"\bwhich (?:minister|official|judge|person|president|director|spokes\w+)\b",
        r"\bnames? of (?:the )?(?:\d+ |two |three )?(?:men|women|people|person|judge|minister|official|director|captain|chair\w*|head|boss|chief)\b",
    ),
    "date": (
        r"^(?:(?:and|but|so|from|since|until|till|by|exactly|ok) )*when\b",
        r"\b(?:and|or|since|until|by|from)[ ,]+when\b",
        r"[,:;] ?when\b",
        r"\bwhen (?:exactly )?\?",
        r"\bwhat (?:exact )?(?:date|day|year|month)\b",
        r"\bwhich (?:year|month|date|day)\b",
        r"\bby what\b",
        r"\bdeadlines?\b",
        r"\bhow (?:soon|long ago)\b",
        r"\b(?:who|which|whose)\b.*\b(?:first|earlier|sooner)\b",
        r"\bbefore\b.*\bor after\b",
        r"\b(?:sooner|earlier|later) than\b",
    ),
    "number": (
        r"\bhow (?:many|long|large|big|high|far|often|old|severe|few)\b",
        r"\bhow much\b(?! (?:more|less|\w+er)\b)",
        r"\b(?:share|percentages?|percent|number|amount|proportion|scores?|caps?|threshold|limit|sum|total|count|rate|size|value) of\b",
        r"\bwhat (?:\w+ )?(?:share|percentage|percent|number|amount|proportion|score|cap|threshold|limit|sum|total)\b",
        r"\b(?:cvss|base) score\b",
        r"\bvotes?\b",
    ),
    "money": (
        r"\bhow much (?:money|did|does|do|will|would|was|were|is|are|has|have|had|cash|compensation|funding|extra)\b",
        r"\b(?:what|which|at what)\b[^?]{0,40}\b(?:costs?|price|fines?|budget|penalty|sum|compensation|funding|bill|revenue|turnover)\b",
        r"\b(?:costs?|price|fine|budget|bill) of\b",
        r"^(?:\w+ ){0,2}(?:the )?(?:costs?|price|fine|bill)\b",
        r"\$\$",
    ),
    "countries": (
        r"\b(?:countries|states|governments|nations|authorities|regulators|capitals|jurisdictions)\b",
        r"\b(?:each|every|by|per) (?:country|state|government|nation)\b",
        r"\bworld(?:wide)?\b",
        r"^(?:and )?(?:who|where) (?:else|all|have|has|are|were)\b",
    ),
    "place": (
        r"\bwhere\b",
        r"\bwhich (?:country|city|place|region|state)\b",
        r"\bwhat country\b",
    ),
    "reason": (
        r"\bwhy\b",
        r"\breasons?\b",
        r"\bgrounds\b",
        r"\bjustif",
        r"\bhow come\b",
        r"\bon what basis\b",
        r"\brationale\b",
    ),
    "statement": (
        r"\b(?:den(?:y|ied|ies)|react\w*|repl(?:y|ied|ies)|respon[ds]\w*|critici\w+|condemn\w*|object\w*|complain\w*|protest\w*)\b",
        r"\b(?:answer\w*|think\w*|say|says|said|tell|told|views?|viewed|oppos\w*|disput\w*|accus\w*|call(?:ed|s)?|threaten\w*)\b",
    ),
    "status": (
        *STATUS,
        r"\b(?:is|are|was|were|it|they|still|remains?|stays?|stayed) (?:still |now |currently )?active\b(?! \w+s\b)",
        r"^(?:and |but |so )?(?:is|are) (?:[\w-]+ ){1,6}(?:still )?active\W*$",
    ),
    "present": (
        r"^(?!.*\b(?:did|was|were|had)\b)(?:\W*\w+\W+){0,4}?(?:is|are|am|can|may|must|does|do|has|have)\b",
    ),
    "yes-no": (
        r"^(?:and |but |so )?(?:is|are|was|were|did|does|do|has|have|had|can|could|will|would|must|may|should)\b",
    ),
}  # fmt: skip


def any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern that finds whatever one of them finds, in small letters or capitals."""
    return re.compile("|".join(patterns), re.IGNORECASE)
