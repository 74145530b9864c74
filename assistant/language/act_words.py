"""The words for acts: how each is said, what else says it as well, which undo one another, and which only announce one.

Language only: no row knows a document. Each row of several words is shown at work by a test.
"""

from __future__ import annotations

import re

from assistant.language.word_classes import MODALS, NEGATIONS
from assistant.language.words import listed, stem

# What several words say together, as one word of the table below.
PHRASES = tuple(
    (re.compile(rf"\b(?:{phrase})(?!\w)", re.IGNORECASE), word)
    for phrase, word in (
        (r"set(?:s|ting)? aside|str(?:ike|ikes|uck|iking) down|set(?= (?:\S+ ){1,5}aside\b)", "annulled"),
        (r"turn(?:ed|s|ing)? down|thr(?:ow|ew|own) out", "rejected"),
        (r"rul(?:e|ed|es|ing) out", "precluded"),
        (r"(?:plead(?:ed|s)?|pled) guilty", "admitted guilt"),
        (r"call(?:ed|s)? off", "cancelled"),
        (r"(?:opt(?:ed|s)?|pull(?:ed|s)?) out of", "left"),
        (r"c(?:ome|ame|omes|oming) back|back in force", "resumed"),
        (r"sign(?:ed|s)? off on|green-?l(?:ight|it)(?:ed)?|g(?:ive|ave|iven) the go-ahead", "approved"),
        (r"put on hold", "suspended"),
        (
            r"grant(?:ed|s)?(?= (?:\S+ ){0,6}(?:request|appeal|application|petition|motion|approval|permission|authorisation|licen[cs]e|complaint)s?\b)",
            "approved",
        ),
        (r"dismiss(?:ed|es)?(?= (?:\S+ ){1,8}as\b)", "criticised"),
        (r"(?:keep|keeps|kept|keeping|shut|shuts|shutting) out", "excluded"),
        (r"(?:keep|keeps|kept|keeping|shut|shuts)(?= (?:\S+ ){1,6}out of\b)", "excluded"),
        (r"(?:take|takes|took|taken|taking|get|gets|got)(?= (?:\S+ ){0,8}out\b)", "removed"),
        (r"phas(?:e|ed|es|ing) out|move away from", "removed"),
    )
)
# Other ways in which a source says an act, marked after the words that say it.
SAYINGS = tuple(
    (re.compile(rf"\b(?:{phrase})(?!\w)", re.IGNORECASE), kind)
    for phrase, kind in (
        (r"groundless|absurd|unfounded|baseless|preposterous|false|misguided", "deny"),
        (r"pleased|glad|satisf\w+|thank\w*|in favour|support\w*|back(?:s|ed|ing)?|encourag\w*", "welcome"),
        (
            r"not? (?:\S+ ){0,4}(?:may|can|could|allowed|permitted|eligible)|cannot|(?:may|can|could|shall|must|should|will|would) (?:no|not)"
            r"|not (?:longer )?(?:be )?(?:allowed|permitted|eligible)|only (?:\S+ ){0,6}(?:may|can)|buy no|come only|no (?:\S+ ){0,3}(?:ban|part)",
            "ban",
        ),
        (r"(?:keep|keeps|kept|keeping|prevent\w*)(?= (?:\S+ ){1,6}from\b)", "ban"),
        (
            r"ha[sd] to|have to|having to|needs? to|(?:are|is|was|were) to|dut(?:y|ies)|obligations?|mandatory|compulsory|must|shall"
            r"|told (?:\S+ ){0,5}to|ga?ve (?:\S+ ){1,5}(?:days|hours|weeks|months) to",
            "order",
        ),
        (r"(?:be|is|are|was|were|has|have) (?:to be )?(?:gone|out of)|leaves?(?= (?:\S+ ){1,3}networks?\b)", "remove"),
        (r"(?:(?-i:may)|can|could)(?! (?:no|not)\b)", "allow"),  # "in May" allows nothing
        (r"g(?:ive|ives|ave|iven)(?= (?:\S+ ){1,5}(?:hours|days|weeks|months|years)\b)", "allow"),
        (r"(?:would|will) (?:not|never)|(?:would|will) \S+ no", "preclude"),
        (r"(?:in|to)(?= (?:prison|jail)\b)|imprisonment|prison (?:terms?|sentences?)|behind bars", "convict"),
        (r"voted?s?(?= in favour)|took effect|c[ao]me into (?:force|effect)|entered into force|agreed|decided|dr[ae]wn? up|introduced|made public", "adopt"),
    )
)  # fmt: skip

# The acts: what each is called, and which other acts of a source say it as well.
ACTS: dict[str, tuple[str, str]] = {
    "ban": (
        "ban prohibit forbid bar outlaw exclude restrict blacklist disallow embargo proscribe",
        "stop remove suspend block veto",
    ),
    "lift": (
        "lift rescind revoke repeal withdraw cancel annul overturn quash reverse scrap undo nullify retire abolish overrule invalidate",
        "resume",
    ),
    "uphold": ("uphold upheld affirm sustain", "reject lose"),
    "approve": ("approve endorse ratify clear", "allow adopt sign"),
    "allow": ("allow permit authoris let", "approve lift resume"),
    "reject": ("reject dismiss refuse decline rebuff", "deny uphold lose block veto"),
    "preclude": ("preclude", "reject deny block veto"),
    "block": ("block", "ban reject veto suspend stop"),
    "veto": ("veto", "block reject"),
    "submit": ("submit resubmit lodge", ""),
    "suspend": ("suspend pause freeze froze frozen", "stop ban postpone"),
    "stop": ("stop halt cease discontinue", "ban suspend remove lift"),
    "postpone": ("postpone delay defer", "suspend"),
    "resume": ("resume restore reinstate reopen restart", "lift"),
    "admit": ("admit concede confess acknowledge", ""),
    "deny": ("deny refute dispute", "reject"),
    "win": ("win winner champion victory triumph beat defeat", "sign award"),
    "award": ("award", "win sign"),
    "lose": ("lose", "reject uphold"),
    "join": ("join accede", "sign"),
    "leave": ("leave quit exit withdraw", ""),
    "sign": ("sign conclude", "adopt win award approve"),
    "adopt": ("adopt enact", "pass approve sign issue"),
    "pass": ("pass", "adopt approve"),
    "issue": ("issue publish release impose", "adopt sign order"),
    "order": ("order require oblige mandate instruct direct compel force command", "ban stop"),
    "remove": ("remove strip uninstall replace withdraw dismantle delete clear", "ban"),
    "buy": ("buy purchase acquire procure", "sign award win sell"),
    "sell": ("sell supply deliver", "buy win sign award"),
    "welcome": ("welcome praise applaud hail laud", "approve sign"),
    "accept": ("accept", "approve adopt sign admit allow"),
    "criticise": ("criticise condemn deplore denounce decry", "deny reject"),
    "convict": ("convict sentence jail imprison", ""),
    "acquit": ("acquit exonerate", ""),
}
# Acts that must be told by the source to be claimed; any other may be said in too many ways.
TO_BE_TOLD = frozenset(
    listed(
        "ban block veto preclude lift uphold approve allow reject suspend resume admit deny win lose order sign adopt buy convict acquit welcome accept"
    )
)
EVERYDAY = frozenset(listed("allow order"))
# Of these the source must tell with the same object: they undo, and another thing undone close by is not it.
OF_THE_SAME = frozenset(listed("lift admit win lose allow approve convict acquit sign uphold"))
OPPOSED = {
    "ban": "allow approve lift", "lift": "issue sign adopt uphold ban", "uphold": "lift", "approve": "reject ban block veto",  "allow": "ban",
    "reject": "approve adopt pass sign", "preclude": "approve adopt pass sign", "block": "approve adopt pass sign", "veto": "approve adopt pass sign", "submit": "lift", "suspend": "resume", "resume": "suspend stop", "admit": "deny", "deny": "admit", "win": "lose reject", "lose": "win",
    "welcome": "criticise deny reject", "criticise": "welcome approve accept", "accept": "reject deny", "join": "leave", "leave": "join", "sign": "lift reject block veto", "issue": "lift", "adopt": "lift reject block veto", "pass": "lift reject block veto",
}  # fmt: skip
# Acts that a word does: to decide on them, or to announce them, is to do them. The others are done by hand.
BY_HAND = frozenset(listed("remove buy"))
PLANNED = frozenset(
    map(
        stem,
        listed(
            """plan propose proposal consider weigh mull intend aim seek draft bill threaten expect may might could should urge ask want
            recommend potential possible near close if prepare discuss debate talk application petition motion attempt reject refuse decline fail"""
        ),
    )
)
TO_COME = PLANNED | frozenset(map(stem, listed("to must shall will would require order agree agreement by")))
MODAL_STEMS = frozenset(map(stem, MODALS - listed("can ought") | {"to"}))
NOT = NEGATIONS - listed("none nobody") | {"without"}
DETERMINERS = frozenset(
    listed("a an the its their his her this that these those any no of s on in for under from by and or 's")
)
