"""Sidecars: small files next to a document that say where it comes from.

`report.pdf.source.yaml` holds fields (url, title, publisher, date, ...); `report.pdf.url` is an Internet shortcut.
"""

from __future__ import annotations

import os
import re
from collections.abc import Container
from pathlib import Path

import yaml

from index.metadata import from_fields
from index.readers import limits
from index.readers.decoding import decode
from index.types import Metadata, UnreadableFile

# Small or capital as a whole: to look for a sidecar in any mixture would be to list the folder for each document.
_ENDINGS = tuple(
    written for ending in (".source.yaml", ".source.yml", ".url") for written in (ending, ending.upper())
)
_SHORTCUT = re.compile(r"^\s*URL\s*=\s*(https?://\S+)\s*$", re.IGNORECASE | re.MULTILINE)


def described_by(path: Path, suffixes: Container[str]) -> Path | None:
    """The document that a sidecar of this name would describe, or None where the name is no sidecar's."""
    for ending in _ENDINGS:
        if path.name.endswith(ending):
            document = path.with_name(path.name[: -len(ending)])
            return document if document.suffix.lower() in suffixes else None
    return None


def sidecar_of(path: Path) -> Path | None:
    """The sidecar next to `path`, fields before shortcut, or None."""
    candidates = (path.with_name(path.name + ending) for ending in _ENDINGS)
    return next((candidate for candidate in candidates if os.path.isfile(candidate)), None)


def read_sidecar(sidecar: Path) -> tuple[Metadata, tuple[str, ...]]:
    """What the sidecar says, and what was wrong with it for people to mend."""
    try:
        if sidecar.stat().st_size > limits.SIDECAR_BYTES:
            return Metadata(), (f"{sidecar.name} is too long for a sidecar and was left out",)
        text = decode(sidecar.read_bytes(), sidecar.name)
        if sidecar.suffix.lower() == ".url":
            link = _SHORTCUT.search(text)
            return Metadata(url=link[1] if link else ""), ()
        fields = yaml.load(text, Loader=yaml.BaseLoader)
    except OSError as error:
        return Metadata(), (f"{sidecar.name} cannot be opened ({error.strerror}) and was left out",)
    except UnreadableFile as error:
        return Metadata(), (f"{error}; it was left out",)
    except (yaml.YAMLError, ValueError, RecursionError):
        return Metadata(), (f"{sidecar.name} is not valid YAML and was left out",)
    return from_fields(fields if isinstance(fields, dict) else {}), ()
