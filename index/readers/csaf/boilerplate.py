"""What publishers of CSAF advisories append to every one: disclaimers, contacts and general hygiene."""

from __future__ import annotations

import re

from index.readers.csaf.json_access import JsonObject, words

_BOILERPLATE_TITLES = re.compile(
    r"disclaimer|legal|terms of use|recommended practice|general (?:security )?(?:recommendation|measure)|"
    r"for more information|about |contact|additional resources|copyright|license",
    re.IGNORECASE,
)
# General hygiene that publishers append to every advisory: it answers nothing about this one.
_GENERAL_PRACTICE = re.compile(
    r"(?:recommends? (?:that )?(?:all )?(?:users|organizations|asset owners|customers)? ?"
    r"(?:to )?(?:take|implement|apply|deploy) (?:the following )?(?:general )?(?:defensive|security) (?:measures|practices)"
    r"|as a general security measure"
    r"|minimize network exposure for all control system"
    r"|locate control system networks and (?:remote )?devices behind"
    r"|when remote access is required, use"
    r"|perform(?:ing)? proper impact analysis"
    r"|social engineering attacks?\b.*\b(?:unsolicited|protect)"
    r"|avoiding (?:email scams|social engineering)"
    r"|do not click (?:web )?links or open (?:unsolicited )?attachments"
    r"|portable computers and removable storage media should be"
    r"|observing (?:any )?suspected malicious activity"
    r"|industrial security (?:can be found|webpage)"
    r"|(?:control systems?|ics) security recommended practices"
    r"|for further inquiries on (?:security )?vulnerabilities"
    r"|operators of critical power systems .{0,40}worldwide are usually required)",
    re.IGNORECASE | re.DOTALL,
)

# What is known of exploits, which some publishers put among their advice, and what tells advice.
_EXPLOITS = re.compile(r"\bexploit(?:s|ed|able|ation)?\b", re.IGNORECASE)
_ADVISES = re.compile(
    r"\b(?:recommend\w*|should|minimi[sz]\w*|reduc\w*|prevent\w*|protect\w*)\b", re.IGNORECASE
)


def is_boilerplate(note: JsonObject) -> bool:
    """Whether a note says nothing about the advisory it stands in."""
    if words(note, "category") == "legal_disclaimer" or _BOILERPLATE_TITLES.search(words(note, "title")):
        return True
    return is_general_practice(words(note, "text"))


def tells_of_exploits(text: str) -> bool:
    """Whether a paragraph says if flaws are exploited or can be, and advises nothing.

    >>> tells_of_exploits("No known public exploits target this."), tells_of_exploits("Minimize the risk of exploitation.")
    (True, False)
    """
    return bool(_EXPLOITS.search(text)) and not _ADVISES.search(text)


def is_general_practice(text: str) -> bool:
    """Whether the text begins with hygiene that is no matter of one advisory."""
    return bool(_GENERAL_PRACTICE.search(text[:400]))
