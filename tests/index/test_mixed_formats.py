"""Two hundred files of every format, written by real libraries: the sentence each was given is read back, on its page."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from itertools import cycle, islice
from pathlib import Path

import docx
import pytest
from fpdf import FPDF

from index.chunk import cut_chunks, split_sentences
from index.readers.guard import GuardedReader
from index.types import Document
from tests.index.lawful import assert_lawful

FILES = 200
FILLER = "The inspectors visited every station of the district twice during the year. Nothing else was found there."


def known(number: int) -> str:
    """The sentence that only file `number` holds."""
    return f"Station {number} shall replace {number + 3} relays by {number % 28 + 1} May {2026 + number % 5}."


def page_of(number: int) -> int:
    """The page of a PDF that the sentence is put on."""
    return number % 4 + 1


def markdown(number: int) -> bytes:
    return f'---\ntitle: Station {number}\ndate: 2026-01-02\n---\n\n# Station {number}\n\n{FILLER}[^s1] {known(number)}[^s1]\n\n[^s1]: Bureau, "Visit", 2026-01 (official). <https://x.example>\n'.encode()


def plain(number: int) -> bytes:
    encoding = ("utf-8", "utf-16", "cp1252", "utf-8-sig")[number % 4]
    words = f"Harbour Post | 2 January 2026\nStation {number}\n\n2 Comments\nLISBON\n\n{FILLER}\n\n{known(number)}\n\n{FILLER}\n\n2 Comments\nNo.\n"
    return words.encode(encoding)


def web_page(number: int) -> bytes:
    return (
        f"<html lang='en'><head><title>Station {number}</title></head><body><nav><a href='/'>Home</a></nav><article>"
        f"<h1>Station {number}</h1><p>{FILLER}</p><p hidden>Never seen.</p><p>{known(number)}</p><p>{FILLER}</p></article></body></html>"
    ).encode()


def pdf(number: int) -> bytes:
    document = FPDF()
    for page in range(1, 6):
        document.add_page()
        document.set_font("Helvetica", "", 11)
        document.multi_cell(0, 6, f"Sheet {page}. {FILLER}", new_x="LMARGIN", new_y="NEXT")
        if page == page_of(number):
            document.ln(4)
            document.multi_cell(0, 6, known(number), new_x="LMARGIN", new_y="NEXT")
    return bytes(document.output())


def word(number: int) -> bytes:
    document = docx.Document()
    document.add_heading(f"Station {number}", level=0)
    document.add_paragraph(FILLER)
    document.add_heading("Duties", level=1)
    document.add_paragraph(f"{known(number)} {FILLER}")
    raw = io.BytesIO()
    document.save(raw)
    return raw.getvalue()


def csaf(number: int) -> bytes:
    note = {"category": "summary", "title": "Summary", "text": f"{FILLER} {known(number)}"}
    tracking = {"id": f"ST-2026-{number:04}", "initial_release_date": "2026-01-02T00:00:00Z"}
    content = {
        "category": "csaf_security_advisory",
        "csaf_version": "2.0",
        "title": f"Station {number}",
        "tracking": tracking,
        "notes": [note],
    }
    return json.dumps({"document": content}).encode()


def mail(number: int) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"], message["Date"] = (
        "a@x.example",
        f"Station {number}",
        "Fri, 02 Jan 2026 10:00:00 +0000",
    )
    message.set_content(f"{FILLER}\n\n{known(number)}\n\n> An earlier line.\n")
    return message.as_bytes()


MAKERS: dict[str, Callable[[int], bytes]] = {
    ".md": markdown,
    ".txt": plain,
    ".html": web_page,
    ".pdf": pdf,
    ".docx": word,
    ".json": csaf,
    ".eml": mail,
}


@pytest.fixture(scope="module")
def reader() -> Iterator[GuardedReader]:
    with GuardedReader() as guarded:
        yield guarded


@pytest.mark.parametrize("suffix", MAKERS)
def test_the_sentence_of_every_file_is_read_back_whole_and_on_its_page(
    suffix: str, tmp_path: Path, reader: GuardedReader
) -> None:
    of_format = [number for number, ending in enumerate(islice(cycle(MAKERS), FILES)) if ending == suffix]
    for number in of_format:
        path = tmp_path / f"station-{number}{suffix}"
        path.write_bytes(MAKERS[suffix](number))
        reading = reader.read(path)
        assert_lawful(reading)
        document = Document(path.stem, path.name, "0" * 64, reading)
        told = {reading.text[s.start : s.end]: s for s in split_sentences(reading) if s.kind != "comment"}
        assert known(number) in told
        assert document.page_at(told[known(number)].start) == (page_of(number) if suffix == ".pdf" else None)
        assert any(
            known(number) in chunk.text == document.text[chunk.start : chunk.end]
            for chunk in cut_chunks(document)
        )
        assert "Never seen" not in reading.text
