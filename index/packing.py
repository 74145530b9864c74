"""Readings, metadata and token vectors as the bytes and JSON that the catalog keeps."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from index.embed import Floats
from index.types import Mark, Metadata, Part, Reading, Relation, Source, StoreProblem


def pack_tokens(tokens: Floats, projection: Floats) -> bytes:
    """Token vectors projected to fewer dimensions, at length 1 again, in steps of 1/127."""
    projected = tokens @ projection
    projected /= np.maximum(np.linalg.norm(projected, axis=1, keepdims=True), 1e-9)
    return np.round(projected * 127.0).astype(np.int8).tobytes()


def pack_reading(reading: Reading) -> bytes:
    return zlib.compress(json.dumps(asdict(reading), ensure_ascii=False).encode("utf-8", "surrogatepass"))


def unpack_reading(packed: bytes) -> Reading:
    """What `pack_reading` packed. Raises StoreProblem where the bytes are damaged."""
    try:
        fields = json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))
    except (zlib.error, ValueError) as error:
        raise StoreProblem(
            f"a document in the catalog is damaged ({error}); run: python -m index sync --rebuild"
        ) from error
    return Reading(
        text=fields["text"],
        metadata=unpack_metadata(fields["metadata"]),
        parts=tuple(Part(**part) for part in fields["parts"]),
        marks=tuple(Mark(m["start"], m["end"], Source(**m["source"])) for m in fields["marks"]),
        page_starts=tuple(fields["page_starts"]),
        problems=tuple(fields["problems"]),
    )


def unpack_metadata(fields: Mapping[str, Any]) -> Metadata:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()
    }
    values["relations"] = tuple(Relation(**relation) for relation in fields["relations"])
    return Metadata(**values)
