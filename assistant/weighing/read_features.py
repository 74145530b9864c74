"""What the reader finds in the passages that look likeliest: named columns for the learned models (pure but for the reader)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from assistant.question import Question
from assistant.weighing.reader import Reader, Window
from assistant.weighing.sentence_features import rank_of
from index.embed import Floats
from index.rank import Found, Ranked

# How many passages are read; and where the acts of many countries on one subject are asked for, how many of each
# document on it, and of all.
PASSAGES_READ = 8
OF_EACH, OF_ALL = 2, 40
# Beyond this either way (log-odds) the reader is as sure as it can be; what it did not read counts as the lowest.
SURE = 12.0

Texts = Callable[[str], str]


def read_nearest(
    question: Question,
    found: Found,
    sentences: Sequence[Ranked],
    nearness: Floats,
    *,
    text_of: Texts,
    reader: Reader,
) -> Floats:
    """How much likelier than nowhere the reader finds the answer in each sentence (log-odds), shape (n,), -SURE..SURE.

    It reads the passages of the sentences that are nearest by `nearness`, shape (n,); `text_of` gives a document's text.
    """
    in_order = [sentences[place] for place in np.argsort(-nearness, kind="stable")]
    chunks: dict[int, list[int]] = {chunk: [] for chunk in _chunks_to_read(question, in_order)}
    for place, sentence in enumerate(sentences):
        if sentence.candidate.chunk in chunks:
            chunks[sentence.candidate.chunk].append(place)
    starts = {p.passage.number: (p.passage.start, p.passage.end) for p in found.passages}
    windows = [
        _window([sentences[place] for place in places], *starts[chunk], text_of)
        for chunk, places in chunks.items()
    ]
    read = np.full(len(sentences), -SURE, dtype=np.float32)
    for places, scores in zip(chunks.values(), reader.read(question.standalone, windows), strict=True):
        read[places] = np.clip(scores, -SURE, SURE)
    return read


def _chunks_to_read(question: Question, nearest: Sequence[Ranked]) -> list[int]:
    """The numbers of the passages that are read, of sentences by their nearness."""
    document_of = {sentence.candidate.chunk: sentence.entry.id for sentence in nearest}
    if not question.subject:
        return list(document_of)[:PASSAGES_READ]
    read: Counter[str] = Counter()
    chunks = []
    for chunk, document in document_of.items():
        read[document] += 1
        if read[document] <= OF_EACH:
            chunks.append(chunk)
    return chunks[:OF_ALL]


def _window(sentences: Sequence[Ranked], start: int, end: int, text_of: Texts) -> Window:
    entry = sentences[0].entry
    text = text_of(entry.id)
    for sentence in sentences:
        sentence.check_words(text)
    spans = [(s.candidate.sentence.start - start, s.candidate.sentence.end - start) for s in sentences]
    return Window(entry.metadata.title, text[start:end], tuple(spans))


def read_features(read: Floats) -> dict[str, Floats]:
    """One column a feature, one row a sentence, of what `read_nearest` gives."""
    return {
        "read": read,
        "read_gap": read - read.max(),
        "read_rank": rank_of(read),
        "unread": (read <= -SURE).astype(np.float32),
    }


def read_by_question(question: Question, read: Sequence[float], *, best: int) -> dict[str, float]:
    """What the reader makes of the question: of the likeliest sentence, of the `best` likeliest, and of all, likeliest first.

    It looks for one answer: of a list, a timeline or a comparison it says nothing.
    """
    one = not question.wide
    return {
        "read_first": one * read[0],
        "read_best": one * max(read[:best]),
        "read_any": one * max(read),
    }
