"""YAML front matter: the fields that people write above a text."""

from __future__ import annotations

import yaml
from frontmatter.default_handlers import YAMLHandler

_HANDLER = YAMLHandler()


def split_front_matter(text: str) -> tuple[dict[str, object], str, tuple[str, ...]]:
    """The front matter's fields, the body below it, and what was wrong with it for people to mend."""
    opening = text.lstrip("\n")
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
    return (fields if isinstance(fields, dict) else {}), body, ()
