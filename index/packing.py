"""Readings and metadata as plain JSON values and back: for the catalog, and from the process that reads files.

What a catalog gives back that was never put there is a DamagedRecord.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from index.types import Mark, Metadata, Part, Reading, Relation, Source


class DamagedRecord(Exception):
    """What is stored is not what was stored."""


@contextmanager
def as_stored() -> Iterator[None]:
    """While stored values become ours: what they cannot become is raised as DamagedRecord.

    Nothing else may be done meanwhile, or an error of this program would be called the store's.
    """
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError, zlib.error) as error:
        raise DamagedRecord(f"{type(error).__name__}: {error}") from error


def pack_reading(reading: Reading) -> bytes:
    return zlib.compress(json.dumps(asdict(reading), ensure_ascii=False).encode("utf-8", "surrogatepass"))


def unpack_reading(packed: bytes) -> Reading:
    """What `pack_reading` packed. Raises DamagedRecord where the bytes are damaged."""
    with as_stored():
        return reading_of(json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass")))


def reading_of(fields: Mapping[str, Any]) -> Reading:
    """The reading that `dataclasses.asdict` and JSON made into plain values."""
    return Reading(
        text=fields["text"],
        metadata=metadata_of(fields["metadata"]),
        parts=tuple(Part(**part) for part in fields["parts"]),
        marks=tuple(Mark(m["start"], m["end"], Source(**m["source"])) for m in fields["marks"]),
        page_starts=tuple(fields["page_starts"]),
        problems=tuple(fields["problems"]),
    )


def metadata_of(fields: Mapping[str, Any]) -> Metadata:
    """The metadata that `dataclasses.asdict` and JSON made into plain values."""
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
    }
    values["relations"] = tuple(Relation(**relation) for relation in fields["relations"])
    return Metadata(**values)
