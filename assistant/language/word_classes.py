"""Classes of English words that several rules ask for, each written once.

A rule that means a few words more, or fewer, says so where it stands: `NEGATIONS | {"without"}`. Language only.
"""

from __future__ import annotations

from assistant.language.words import listed

# What says "not" in one word.
NEGATIONS = listed("not no never none nobody neither nor cannot")
BEING = listed("am is are was were be been being")

# The verbs that make a duty, an advice, a possibility or a thing to come of an act.
MODAL_VERBS = {
    "must": listed("must shall"),
    "should": listed("should ought"),
    "may": listed("may might could can"),
    "will": listed("will would"),
}
MODALS = frozenset(verb for verbs in MODAL_VERBS.values() for verb in verbs)
# By which the same is said of whoever it is done to: "is required to".
BOUND = {
    "must": listed("required obliged"),
    "should": listed("recommended advised urged encouraged"),
    "may": listed("allowed permitted"),
}

# Verbs that anything may be told by.
LIGHT_VERBS = listed("have do make take give get go come came put set hold")

# As patterns: what people say that may not be so, what is said of it where it is not, and where another thing is told.
TALK = r"claims?|allegations?|accusations?|assertions?|belief"
UNTRUE = r"untrue|false|incorrect"
CONTRAST = r"[;:]|,? \b(?:but|though|although|while|whereas|however)\b"
