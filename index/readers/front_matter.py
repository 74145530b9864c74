"""Front matter in YAML or TOML: the fields that people write above a text."""

from __future__ import annotations

import re
import tomllib

import yaml
from frontmatter.default_handlers import YAMLHandler

_HANDLER = YAMLHandler()
_MOST_WORDS_OF_A_NAME = 6
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?\n)\+\+\+[ \t]*(?:\n|$)", re.DOTALL)


def split_front_matter(text: str) -> tuple[dict[str, object], str, tuple[str, ...]]:
    """The front matter's fields, the body below it, and what was wrong with it for people to mend."""
    opening = text.lstrip("\n")
    if match := _TOML.match(opening):
        return _toml_fields(match[1], opening[match.end() :])
    if not _HANDLER.detect(opening):
        return {}, text, ()
    try:
        header, body = _HANDLER.split(opening)
    except ValueError:
        return {}, text, ()
    try:
        # BaseLoader leaves every value the string that was written: no dates, no numbers, no surprises.
        fields = _HANDLER.load(header, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        where = getattr(error, "problem_mark", None)
        line = f" at line {where.line + 1}" if where else ""
        return {}, body, (f"the front matter is not valid YAML{line}: its fields were left out",)
    if (isinstance(fields, str) and fields) or (isinstance(fields, dict) and not all(map(_is_name, fields))):
        return {}, text, ()  # words between two rules
    return (fields if isinstance(fields, dict) else {}), body, ()


def _is_name(key: object) -> bool:
    return len(str(key).split()) <= _MOST_WORDS_OF_A_NAME


def _toml_fields(header: str, body: str) -> tuple[dict[str, object], str, tuple[str, ...]]:
    try:
        return tomllib.loads(header), body, ()
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}, body, ("the front matter is not valid TOML: its fields were left out",)
