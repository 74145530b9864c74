"""Hostile files: each is refused or read within seconds, and never takes the process down."""

from __future__ import annotations

import io
import json
import os
import random
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evals.documents.make import FOLDER
from index.readers import SUFFIXES, read_file
from index.readers.guard import GuardedReader
from index.readers.limits import Limits
from index.types import Reading, UnreadableFile
from tests.index.lawful import assert_lawful

SECONDS = 20.0
MANY = 200_000


def archive(*entries: tuple[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return raw.getvalue()


def pdf_of(*objects: bytes) -> bytes:
    """A PDF of these numbered objects; the first is the catalog."""
    raw = b"%PDF-1.7\n"
    offsets: list[int] = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(raw))
        raw += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(raw)
    raw += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    raw += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return raw + b"trailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def pages_of(count: int) -> bytes:
    kids = b" ".join(b"3 0 R" for _ in range(count))
    return pdf_of(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (count, kids),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
    )


def nested_advisory() -> bytes:
    tree = '{"branches":[' * 450 + "{}" + "]}" * 450
    return f'{{"document":{{"csaf_version":"2.0","title":"T","tracking":{{"id":"X-1"}}}},"product_tree":{tree}}}'.encode()


def listing_advisory() -> bytes:
    note = {"category": "description", "text": "CVE-2020-1234 and " * 40_000}
    document = {"csaf_version": "2.0", "title": "T", "tracking": {"id": "X-1"}}
    vulnerabilities = [{"cve": "CVE-2020-1234", "notes": [note]}]
    return json.dumps({"document": document, "vulnerabilities": vulnerabilities}).encode()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "brackets.json": lambda: b"[" * MANY,
    "closed.json": lambda: b"[" * MANY + b"]" * MANY,
    "objects.json": lambda: b'{"a":' * MANY,
    "nested-advisory.json": nested_advisory,
    "listing-advisory.json": listing_advisory,
    "digits.json": lambda: b"9" * 100_000,
    "brackets.md": lambda: b"[" * MANY,
    "links.md": lambda: b"[a](<b" * 20_000,
    "emphasis.md": lambda: b"*a_ " * 50_000,
    "quotations.md": lambda: b">" * 50_000 + b" x",
    "lists.md": lambda: b"- " * 20_000 + b"x",
    "footnotes.md": lambda: b"a[^1] " * 30_000 + b"\n\n[^1]: " + b'"' * 50_000,
    "comments.md": lambda: b"<!-- " * 20_000 + b"x",
    "table.md": lambda: b"|a" * 2_000 + b"|\n" + b"|-" * 2_000 + b"|\n" + (b"|b" * 2_000 + b"|\n") * 20,
    "aliases.md": lambda: (
        b"---\na: &a [x,x]\nb: &b [*a,*a,*a]\n" + b"topics: [*b,*b]\ntitle: [*b]\n---\nText here.\n"
    ),
    "deep-yaml.md": lambda: b"---\n" + b"[" * 5_000 + b"\n---\nText here.\n",
    "tables-in-tables.md": lambda: (
        b"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d\n" * 40 + b"\n\nSeen words are here.\n"
    ),
    "lists-in-lists.md": lambda: b"<ul><li>a\n" * 2_000 + b"\n\nSeen words are here.\n",
    "sheet.md": lambda: b"<style>\n" + (b"@" * 999 + b"\n") * 90 + b"</style>\n\nSeen words are here.\n",
    "blank.txt": lambda: b"\n" * 95_000 + b"Seen words are here.\n",
    "one-line.txt": lambda: b"a" * 30_000_000,
    "program.txt": lambda: b"\x7fELF" + bytes(range(256)) * 300,
    "noise.txt": lambda: random.Random(7).randbytes(100_000),
    "zeros.txt": lambda: bytes(100_000),
    "spaces.txt": lambda: b" " * MANY + b"x",
    "votes.txt": lambda: b"+5 ( +6 / -1" * 20_000,
    "dates.txt": lambda: b"12 March " * 25_000,
    "deep.html": lambda: b"<div>" * 100_000 + b"x",
    "tables.html": lambda: b"<table><tr><td>" * 5_000 + b"x",
    "spans.html": lambda: (
        b"<table>" + (b"<tr>" + b"<td rowspan=99 colspan=99>a</td>" * 60) * 100 + b"</table>"
    ),
    "attributes.html": lambda: b"<p " + b'a="b" ' * 50_000 + b">Seen words are here.</p>",
    "sheet.html": lambda: b"<style>" + b"@media{a{" * 30_000 + b"</style><p>Seen words are here.</p>",
    "entities.html": lambda: (
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><p>Seen &b;&b; words.</p>'
    ),
    "linked-data.html": lambda: (
        b'<script type="application/ld+json">' + b"[" * 100_000 + b"</script><p>Seen words.</p>"
    ),
    "bomb.docx": lambda: archive(("word/document.xml", b"<a>" + b" " * 250_000_000)),
    "entries.docx": lambda: archive(("word/document.xml", b"x"), *((f"{n}.xml", b"x") for n in range(6_000))),
    "laughs.docx": lambda: archive(
        ("[Content_Types].xml", b"x"),
        ("word/document.xml", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'),
    ),
    "pages.pdf": lambda: pages_of(10_000),
    "loop.pdf": lambda: pdf_of(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>"
    ),
    "self-parent.pdf": lambda: pdf_of(
        b"<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] /Count 5 /Parent 1 0 R >>"
    ),
    "cut-off.pdf": lambda: (FOLDER / "nca-supplier-concentration-2025.pdf").read_bytes()[:3_000],
    "parts.eml": lambda: (
        b"From: a\nContent-Type: multipart/mixed; boundary=x\n\n"
        + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 1_000
        + b"hello\n"
    ),
    "addresses.eml": lambda: b"From: " + b"<a@" * 20_000 + b"\nSubject: s\n\nhello there\n",
    "subject.eml": lambda: b"From: a\nSubject: =?utf-8?b?" + b"A" * 50_000 + b"?=\n\nhello there\n",
}


@pytest.fixture(scope="module")
def guarded() -> Iterator[GuardedReader]:
    with GuardedReader(Limits(seconds=SECONDS)) as reader:
        yield reader


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_line_or_read_lawfully(
    name: str, tmp_path: Path, guarded: GuardedReader
) -> None:
    path = tmp_path / name
    path.write_bytes(HOSTILE[name]())
    begun = time.monotonic()
    refusal = refusal_of(guarded.read, path)
    assert time.monotonic() - begun < SECONDS
    if refusal:
        assert refusal.startswith(f"{name}: ")
        assert refusal.isprintable()
        assert len(refusal) < 400


def refusal_of(read: Callable[[Path], Reading], path: Path) -> str:
    """Why the file is refused; "" where it is read, which it then must be lawfully."""
    try:
        assert_lawful(read(path))
    except UnreadableFile as refusal:
        return str(refusal)
    return ""


def test_a_file_larger_than_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    with path.open("wb") as sparse:
        sparse.truncate(1_000_000_000)
    begun = time.monotonic()
    with pytest.raises(UnreadableFile, match=r"1,000,000,000 bytes, more than ADVISORY_MAX_BYTES"):
        read_file(path)
    assert time.monotonic() - begun < 1


def test_ten_thousand_pages_are_refused_by_their_number(tmp_path: Path, guarded: GuardedReader) -> None:
    path = tmp_path / "pages.pdf"
    path.write_bytes(pages_of(10_000))
    with pytest.raises(UnreadableFile, match="10,000 pages, more than ADVISORY_MAX_PAGES=3000"):
        guarded.read(path)


def test_what_is_no_regular_file_is_refused_without_waiting(tmp_path: Path, guarded: GuardedReader) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    for name in ("pipe.txt", "folder.txt", "gone.txt", "missing.txt"):
        with pytest.raises(UnreadableFile, match=name):
            guarded.read(tmp_path / name)


def test_a_name_with_control_characters_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "name\n\x1b[31m.pdf"
    path.write_bytes(b"no pdf")
    with pytest.raises(UnreadableFile) as refused:
        read_file(path)
    assert str(refused.value).isprintable()


def test_text_cannot_carry_controls_or_hidden_directions(tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_bytes("Pay\u202e 1\u200b0 crowns\x07 now.\u2066 It is due.".encode())
    assert read_file(path).text == "Pay 10 crowns now. It is due."


SAMPLES = {path.suffix: path.read_bytes() for path in sorted(FOLDER.iterdir())}
BITS = st.sampled_from(
    [b"<", b">", b"[", b"]", b"[^1]", b"[^1]: ", b"|", b"|-|\n", b"---\n", b"\n\n", b"\n", b"# ", b"- ", b"> ", b"```", b"&#", b"\x00", b"\xff",
     b"\xef\xbb\xbf", b"\xff\xfe", b"<td rowspan=9>", b"<table>", b"<br>", b"<h1>", b"<ul><li>", b"</", b'{"a":', b"1 Comment\n", b"12 March 2026",
     b"TOKYO\n", b"By A B\n", b"Title: x\n", b"From: a\n", b"Subject: b\n", b"On a wrote:\n", b"=?utf-8?q?", b"a ", b"Words end. ", "\u65e5\u672c".encode()]
)  # fmt: skip


def read_bytes(raw: bytes, suffix: str) -> None:
    """Read in this process: anything but a reading or UnreadableFile is a bug."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"fuzz{suffix}")
        path.write_bytes(raw)
        refusal = refusal_of(read_file, path)
    assert not refusal or refusal.startswith("fuzz")


@pytest.mark.parametrize("suffix", sorted(set(SUFFIXES) - {".markdown", ".text", ".htm", ".xhtml"}))
def test_any_bytes_are_read_lawfully_or_refused(suffix: str) -> None:
    @settings(max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(BITS, max_size=40).map(b"".join))
    def fuzz(raw: bytes) -> None:
        read_bytes(raw, suffix)

    fuzz()


@pytest.mark.parametrize("suffix", sorted(SAMPLES))
def test_a_damaged_document_is_read_lawfully_or_refused(suffix: str) -> None:
    sample = SAMPLES[suffix]

    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.integers(0, len(sample) - 1), st.integers(0, 200), st.one_of(BITS, st.binary(max_size=30)))
    def fuzz(at: int, cut: int, put: bytes) -> None:
        read_bytes(sample[:at] + put + sample[at + cut :], suffix)

    fuzz()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "text", "category", "product", "branches", "cve", "details"]), inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_an_advisory_with_any_field_replaced_is_read_or_refused(data: st.DataObject) -> None:
    content = json.loads(SAMPLES[".json"])
    node = content
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(node[key], dict | list) and node[key] and data.draw(st.booleans()):
            node = node[key]
            continue
        node[key] = data.draw(JSON)
        break
    read_bytes(json.dumps(content).encode(), ".json")
