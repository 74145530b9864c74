"""The language a text is in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_ENOUGH_LETTERS = 40
_SURE_ENOUGH = 0.8


def find_language(text: str) -> str:
    """The ISO 639-1 code of the language most of `text` is in, or "" where it is too short or not clear."""
    sample = text[:3000]
    letters = sum(character.isalpha() for character in sample)
    ideographs = len(re.findall(r"[\u3400-\u9fff]", sample))
    kana = len(re.findall(r"[\u3040-\u30ff]", sample))
    if ideographs + kana > max(8, letters / 3):
        return "ja" if kana > ideographs / 10 else "zh"
    if letters < _ENOUGH_LETTERS:
        return ""
    language, sureness = _language_model().classify(sample)
    return str(language) if sureness >= _SURE_ENOUGH and len(language) == 2 else ""


@cache
def _language_model() -> Any:
    from py3langid import langid  # type: ignore[import-untyped,unused-ignore]  # late: it loads for most of a second

    return langid.LanguageIdentifier.from_model_file(langid.MODEL_FILE, norm_probs=True)
