"""Text and questions as the keyword index takes them."""

from __future__ import annotations

import re
import unicodedata

from index.types import Metadata

_CJK_RUN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uff66-\uff9f]+")
# What Japanese is joined and inflected with.
_HIRAGANA = re.compile(r"[\u3040-\u309f]")
_WORD = re.compile(r"\w+")


def context_words(metadata: Metadata) -> str:
    """What a document is about in its own metadata, for the keyword index."""
    return " ".join([metadata.title, metadata.issuer, metadata.country, *metadata.identifiers])


def searchable(text: str) -> str:
    """The text as the keyword index takes it: NFKC, Chinese, Japanese and Korean as overlapping pairs.

    >>> searchable("日本政府 warned")
    ' 日本 本政 政府  warned'
    """
    folded = unicodedata.normalize("NFKC", text)
    return _CJK_RUN.sub(lambda run: f" {' '.join(_pairs(run.group()))} ", folded)


def telling_parts(word: str) -> list[str]:
    """The pairs that tell the matter of a run of Chinese, Japanese or Korean, which may be a whole question; else nothing.

    Hiragana says little, and so does a lone character, unless there is nothing else.

    >>> telling_parts("日本政府は何を警告しましたか")
    ['日本', '本政', '政府', '警告']
    """
    if not _CJK_RUN.search(unicodedata.normalize("NFKC", word)):
        return []
    parts = searchable(word).split()
    return [part for part in parts if len(part) > 1 and not _HIRAGANA.search(part)] or parts


def words_of(text: str) -> list[str]:
    """The words of a question as the keyword index counts them."""
    return _WORD.findall(searchable(text).casefold().replace("_", " "))


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)] or [run]
