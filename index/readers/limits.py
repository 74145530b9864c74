"""How much one file may cost: `Limits`, which are settings, and below them what holds whatever the settings are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from index.types import AdvisoryError


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one file may have or take. `seconds` and `memory` hold in the reading process."""

    bytes: int = 100_000_000
    pages: int = 3_000
    characters: int = 10_000_000
    seconds: float = 60.0
    memory: int = 2_000_000_000

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Limits:
        """Limits from ADVISORY_MAX_BYTES, _PAGES, _CHARACTERS, _SECONDS and _MEMORY; defaults for the rest.

        Raises AdvisoryError where one is not a number above zero.
        """
        given: dict[str, float] = {}
        for field in fields(cls):
            name = f"ADVISORY_MAX_{field.name.upper()}"
            value = environment.get(name, "").strip().replace("_", "")
            if not value:
                continue
            try:
                number = float(value)
            except ValueError:
                number = 0.0
            if not 0 < number < 1e15:
                raise AdvisoryError(f"{name}={value}: give a number above zero, or leave it out")
            given[field.name] = number if field.name == "seconds" else int(number)
        return cls(**given)  # type: ignore[arg-type]


# ---------------------------------------------------------------- which files are read in a second process

# What is read by our own linear code costs less there than it takes to ask; larger files go under guard too.
CHEAP_BYTES = {".md": 100_000, ".markdown": 100_000, ".txt": 100_000, ".text": 100_000, ".json": 1_000_000}
LONGEST_CHEAP_LINE = 20_000
# How long loading a reader may take, also on a machine that has much else to do.
START_SECONDS = 300.0

# ---------------------------------------------------------------- what is refused

SIDECAR_BYTES = 100_000
# An archive, as a Word document is one: what it unpacks to, in how many entries, and how many times larger than it
# is packed one of them may be that is not small.
UNPACKED_BYTES = 200_000_000
ARCHIVE_ENTRIES = 5_000
TIMES_LARGER = 200
SMALL_ENTRY_BYTES = 5_000_000

# ---------------------------------------------------------------- what is left out beyond a number

PAGE_CHARACTERS = 200_000
PAGE_SHAPES = 2_000
TABLE_COLUMNS = 200
LINKED_DATA_CHARACTERS = 1_000_000
STYLE_SHEET_CHARACTERS = 500_000
PRODUCTS = 100_000
PRODUCT_LINES = 400
REFERENCES = 400
