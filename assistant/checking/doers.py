"""Whether the one whom a claim tells of at its beginning is the one of whom the source tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.checking.given import names_it, opens_as_a_word
from assistant.checking.held import HeldClaim
from assistant.checking.reading import AUXILIARIES, TOKEN, match_word, past_verbs, read
from assistant.language.facts import Name, find_facts
from assistant.language.names import country_mentions, find_countries
from assistant.language.words import listed, stem


def find_other_doer(held: HeldClaim) -> Iterator[str]:
    """The one the claim begins with, where the sentence that carries the rest begins with another and does not name them.

    Of a country's acts any minister or agency may tell.
    """
    said = held.said
    doer = opening_name(said.text)
    if doer is None or find_countries(doer.text):
        return
    rest = read(said.text[: doer.start] + said.text[doer.end :])
    best = max(held.focus, key=lambda s: sum(match_word(word, s) for word in rest.content))
    theirs = _subject_names(best.text)
    if theirs and not names_it(doer, best) and not any(names_it(name, said) for name in theirs):
        yield f"the source says so of '{theirs[0].text}', not of '{doer.text}'"


_BODY = re.compile(r"^(?:the |an? )?(?P<body>(?:[a-z-]+ ){0,2}(?P<head>[a-z-]+))$", re.IGNORECASE)
# By these a country itself is named.
_ITSELF = listed(
    "government governments authorities state states officials side leaders leadership country nation administration"
)
_ADVERBS = re.compile(r"(?:\s+(?:also|then|later|jointly|again|has|have|had|was|were|\w+ly))*\s*$")


def find_body_for_country(held: HeldClaim) -> Iterator[str]:
    """ "The Japanese police updated it" where the source says that Japan did: it may have been any other of its bodies."""
    said = held.said
    mentions = country_mentions(said.text)
    verb = next((m for m in TOKEN.finditer(said.text) if past_verbs(m[0]) and m[0].islower()), None)
    if not mentions or verb is None or mentions[0][1] > verb.start() or mentions[0][0] > len("the "):
        return
    body = _BODY.match(_ADVERBS.sub("", said.text[mentions[0][1] : verb.start()]).strip())
    if not body or body["head"].casefold() in _ITSELF | AUXILIARIES:
        return
    for source in held.focus:
        for match in TOKEN.finditer(source.text):
            if stem(match[0]) != stem(verb[0]) or match_word(stem(body["head"]), source):
                continue
            subject = _ADVERBS.sub("", source.text[: match.start()])
            if any(end == len(subject) for _, end, _ in country_mentions(source.text)):
                yield f"the source says so of a country, not of '{body['body'].strip()}'"
                return


def opening_name(text: str) -> Name | None:
    """The name that opens a sentence as its subject: before the first verb, with at most an article before it."""
    names = _subject_names(text)
    if len(names) != 1:
        return None
    before, after = text[: names[0].start], text[names[0].end :]
    return names[0] if len(before.split()) <= 1 and not after.startswith(("'s", "’s")) else None


def _subject_names(text: str) -> list[Name]:
    """The names before the first verb, as far as a word's form gives it away, but for countries."""
    verbs = set(past_verbs(text)) | AUXILIARIES
    first = next((match.start() for match in TOKEN.finditer(text) if match[0] in verbs), 0)
    names = (name for name in find_facts(text[:first]).names if not opens_as_a_word(name, text))
    return [name for name in names if not find_countries(name.text)]
