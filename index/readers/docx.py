"""DOCX: headings, lists, tables and footnotes by mammoth; title from the core properties or the first heading."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import docx
import mammoth
from docx.oxml.ns import qn
from lxml import html as lxml_html

from index.first_lines import from_first_lines
from index.metadata import merge
from index.readers import limits
from index.readers.blocks import Block, compose, first_heading, fold_spaces, opening_lines
from index.readers.footnotes import is_citation, read_source, take_marks
from index.readers.html.blocks import html_blocks, words_of
from index.readers.html.hidden import drop_struck
from index.readers.html.tree import Element
from index.readers.news import mark_comments
from index.types import Metadata, Reading, Source, UnreadableFile

_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def read(raw: bytes, name: str) -> Reading:
    """The document's words in order; each footnote is the source of the sentence it is set on, and stands at the
    end if it tells more than a source.

    Raises UnreadableFile for what is no DOCX, is encrypted, or unpacks to more than it should.
    """
    if raw.startswith(_OLD_OFFICE):
        raise UnreadableFile(f"{name}: an encrypted or old Office file; save it as DOCX without a password")
    check_archive(raw, name)
    try:
        document = docx.Document(io.BytesIO(raw))
        visible = io.BytesIO(raw)
        if _drop_hidden(document.element.body):
            document.save(visible := io.BytesIO())
        page = mammoth.convert_to_html(
            visible, style_map=_STYLES, convert_image=mammoth.images.img_element(_no_image)
        ).value
    except (RecursionError, MemoryError):
        raise
    except Exception as error:  # python-docx and mammoth raise whatever a damaged part leads to
        raise UnreadableFile(
            f"{name}: this DOCX is damaged ({type(error).__name__}); open and save it again"
        ) from None
    tree = lxml_html.document_fromstring(f"<html><body>{page}</body></html>")
    drop_struck(tree)  # in notes; of the body nothing of the kind is left
    notes = _take_footnotes(tree)
    sources = {label: read_source(note) for label, note in notes.items()}
    blocks = mark_comments([_with_marks(block, sources) for block in html_blocks(tree)])
    blocks += [Block(note, "text", "Notes") for note in notes.values() if note and not is_citation(note)]
    return compose(blocks, _metadata(document.core_properties, blocks))


def check_archive(raw: bytes, name: str) -> None:
    """Refuse an archive that is none, or that unpacks to far more than its size: before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise UnreadableFile(f"{name}: this is not a DOCX file; open and save it again") from None
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise UnreadableFile(f"{name}: this archive holds no Word document")
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > limits.ARCHIVE_ENTRIES or unpacked > limits.UNPACKED_BYTES:
        raise UnreadableFile(
            f"{name}: it unpacks to {unpacked:,} bytes in {len(entries)} entries; refused as an archive bomb"
        )
    xml = [entry for entry in entries if entry.filename.endswith((".xml", ".rels"))]
    if any(
        e.file_size > limits.SMALL_ENTRY_BYTES and e.file_size > limits.TIMES_LARGER * max(e.compress_size, 1)
        for e in xml
    ):
        raise UnreadableFile(
            f"{name}: a part of it is packed {limits.TIMES_LARGER}-fold; refused as an archive bomb"
        )


def _no_image(image: object) -> dict[str, str]:
    return {}


def _drop_hidden(body: Element) -> int:
    """Take out the runs that Word hides, strikes out or prints white: they are not what the document says. How many there were."""
    dropped = 0
    for run in list(body.iter(qn("w:r"))):
        properties = run.find(qn("w:rPr"))
        if properties is None:
            continue
        colour = properties.find(qn("w:color"))
        is_white = colour is not None and (colour.get(qn("w:val")) or "").upper() == "FFFFFF"
        is_gone = any(_is_on(properties, name) for name in ("w:vanish", "w:strike", "w:dstrike"))
        if is_gone or (is_white and not _is_on_colour(run)):
            run.getparent().remove(run)
            dropped += 1
    return dropped


def _is_on(properties: Element, name: str) -> bool:
    """Whether a switch of a run's formatting is there, and not there to be off."""
    switch = properties.find(qn(name))
    return switch is not None and switch.get(qn("w:val")) not in ("0", "false", "off")


def _is_on_colour(run: Element) -> bool:
    """Whether the run, its paragraph or the cell it stands in is shaded, so that white words can be read on it."""
    shaded = run.xpath(
        "./w:rPr/w:shd | ancestor::w:p/w:pPr/w:shd | ancestor::w:tc/w:tcPr/w:shd | ./w:rPr/w:highlight"
    )
    fills = {(shade.get(qn("w:fill")) or shade.get(qn("w:val")) or "auto").upper() for shade in shaded}
    return bool(fills - {"AUTO", "FFFFFF", "NONE", "CLEAR", "WHITE"})


def _take_footnotes(tree: Element) -> dict[str, str]:
    """The words of each footnote by label; they leave the tree, and the marks in the text become [^label]."""
    notes: dict[str, str] = {}
    for note in tree.xpath("//li[starts-with(@id, 'footnote-') or starts-with(@id, 'endnote-')]"):
        for back in note.xpath(".//a[starts-with(@href, '#')]"):
            back.drop_tree()
        label = re.sub(r"\D", "", note.get("id")) or "0"
        notes[f"{'fn' if note.get('id').startswith('f') else 'en'}{label}"] = words_of(note)
        note.drop_tree()
    for mark in tree.xpath("//sup/a[starts-with(@href, '#footnote-') or starts-with(@href, '#endnote-')]"):
        label = re.sub(r"\D", "", mark.get("href")) or "0"
        mark.text = f"[^{'fn' if mark.get('href').startswith('#f') else 'en'}{label}]"
    return notes


def _with_marks(block: Block, sources: dict[str, Source]) -> Block:
    text, marks = take_marks(block.text, sources)
    return replace(block, text=text, marks=marks)


def _metadata(properties: object, blocks: list[Block]) -> Metadata:
    """The title and language the file declares; its own dates are those of the file, not of a publication."""
    heading = first_heading(blocks[:5])
    title = fold_spaces(str(getattr(properties, "title", "") or ""))
    language = fold_spaces(str(getattr(properties, "language", "") or "")).split("-")[0].lower()
    declared = Metadata(
        title=title if len(title) > 3 and not title.lower().endswith((".doc", ".docx")) else ""
    )
    return merge(
        declared,
        Metadata(title=heading, language=language[:3]),
        from_first_lines(opening_lines(blocks, "text")),
    )
