"""What a claim puts into the wording of its source: things of its own beside what it keeps."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.checking.held import HeldClaim
from assistant.checking.mentioned import not_mentioned, own_words
from assistant.checking.reading import align, as_written, match_word, past_verbs
from assistant.language.words import listed, stem

# Less of the claim's words in the source's order than this is a paraphrase.
_KEPT = 0.6
# Words that join what is said, belong to a verb, tell how far, how sure or how usual it is, or speak of the source.
_SAYS_LITTLE = frozenset(
    map(
        stem,
        listed(
            """after before against during despite besides except regarding amid throughout including alike thanks way whole first
            additionally moreover notably importantly important possible possibly typically usually generally commonly common
            often sometimes help involve include document source article passage text report least most almost nearly aside
            away back completely fully entirely totally altogether"""
        ),
    )
)


def find_additions(held: HeldClaim) -> Iterator[str]:
    """Words put in beside those of the closest sentence, in the place of none, that no sentence has.

    "Routers and cables must go, to protect farmers." against ["Routers must go."]
    -> "the source does not mention 'cables', 'protect', 'farmers'"
    """
    mine = held.said.stems
    matcher = align(mine, held.closest.stems, kept=_KEPT)
    if matcher is None:
        return
    put_in = [
        word
        for kind, start, end, _, _ in matcher.get_opcodes()
        if kind == "delete"
        for word in mine[start:end]
    ]
    own = set(own_words(held.said)) - _SAYS_LITTLE
    added = [
        word
        for word in put_in
        if word in own
        and not _is_verb(as_written(word, held.said))
        and not any(match_word(word, sentence) for sentence in held.sentences)
    ]
    if added:
        yield not_mentioned(added, held.said)


def _is_verb(word: str) -> bool:
    """Whether the word tells of an act, which a writer has many words for, and for whose objects he is held to account."""
    return bool(past_verbs(word)) or word.endswith("ing")
