"""Countries by any of their names: "Beijing", "PRC" and "Chinese" are China. Where in a text they are named is not its matter."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from index.language.accents import without_accents


@cache
def country_names() -> Mapping[str, str]:
    """The English short name of each country by each of its names, in small letters."""
    lines = (Path(__file__).parent / "countries.tsv").read_text(encoding="utf-8").splitlines()
    names = {name.casefold(): line.split("\t")[0] for line in lines for name in line.split("\t")}
    plurals = {f"{name}s": country for name, country in names.items() if name.endswith(tuple("nkhitro"))}
    return plurals | names


def country_called(name: str) -> str:
    """The country of which this is a name and nothing else, with or without accents, by its English short name, or "".

    >>> country_called("usa"), country_called("PRC"), country_called("Lund, Kestria"), country_called("Türkiye")
    ('United States', 'China', '', 'Turkey')
    """
    spelled = " ".join(name.split()).casefold()
    return country_names().get(spelled) or _names_without_accents().get(without_accents(spelled), "")


@cache
def _names_without_accents() -> Mapping[str, str]:
    return {without_accents(name): country for name, country in country_names().items()}
