"""How much one file may cost: settings, read from the environment once at the door."""

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
