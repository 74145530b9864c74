"""DOCX, written with python-docx: headings, lists, tables, footnotes, hidden words."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import RGBColor

from evals.documents.make import add_footnote_mark, add_footnotes, add_table
from index.readers import docx as reader
from index.types import Reading, UnreadableFile
from tests.index.lawful import assert_lawful, body, of_kind


def saved(document: WordDocument) -> bytes:
    raw = io.BytesIO()
    document.save(raw)
    return raw.getvalue()


def circular() -> WordDocument:
    document = docx.Document()
    document.core_properties.title = "Circular on drones"
    document.core_properties.author = "Some Clerk"
    document.core_properties.created = datetime(2026, 3, 3)
    document.add_heading("Circular on drones", level=0)
    document.add_paragraph("Treasury of Testland, 4 March 2026")
    document.add_heading("Purpose", level=1)
    purpose = document.add_paragraph("This circular binds all schools. The court found 640 cameras.")
    add_footnote_mark(purpose, 1)
    document.add_heading("Approval", level=2)
    add_table(
        document,
        (("Category", "Value", "By"), ("Drones", "20,000", "Commissioner"), ("Cameras", "5,000", "Head")),
    )
    document.add_paragraph("Enter every device.", style="List Bullet")
    document.add_paragraph("Change the password.", style="List Bullet")
    add_footnotes(document, ("Audit Court, Report 2025/31.",))
    return document


def read(document: WordDocument) -> Reading:
    reading = reader.read(saved(document), "circular.docx")
    assert_lawful(reading)
    return reading


def test_headings_lists_and_tables_keep_their_shape() -> None:
    reading = read(circular())
    assert of_kind(reading, "heading") == ["Circular on drones", "Purpose", "Approval"]
    assert of_kind(reading, "table") == [
        "Category: Drones; Value: 20,000; By: Commissioner.\nCategory: Cameras; Value: 5,000; By: Head."
    ]
    assert of_kind(reading, "list") == ["Enter every device.\nChange the password."]
    assert [p.label for p in reading.parts if p.kind == "table"] == ["Purpose > Approval"]


def test_a_footnote_is_the_source_of_its_sentence_and_not_text() -> None:
    reading = read(circular())
    assert [(reading.text[m.start : m.end], m.source.title) for m in reading.marks] == [
        ("The court found 640 cameras.", "Audit Court, Report 2025/31")
    ]
    assert "Report 2025/31" not in reading.text
    assert "[" not in reading.text


def test_a_footnote_that_tells_something_can_be_quoted_too() -> None:
    document = docx.Document()
    add_footnote_mark(document.add_paragraph("Five ports were asked."), 1)
    add_footnotes(document, ("Two ports did not answer before the end of May.",))
    reading = read(document)
    assert reading.text == "Five ports were asked.\n\nTwo ports did not answer before the end of May."
    assert [mark.source.title for mark in reading.marks] == ["Two ports did not answer before the end of May"]


def test_the_title_is_declared_and_the_date_is_the_one_in_the_text() -> None:
    known = read(circular()).metadata
    assert (known.title, known.published, known.issuer) == ("Circular on drones", "2026-03-04", "")


def test_the_file_s_own_dates_are_no_publication() -> None:
    document = docx.Document()
    document.core_properties.created = datetime(2026, 3, 3)
    document.add_paragraph("Only words are here, and no day.")
    assert read(document).metadata.date == ""


def test_hidden_and_white_words_are_not_what_the_document_says() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Seen words. ")
    paragraph.add_run("HIDDEN").font.hidden = True
    paragraph.add_run("WHITE").font.color.rgb = RGBColor(0xFF, 0xFF, 0xFF)
    assert body(read(document)) == "Seen words."


def test_words_that_are_struck_out_stand_no_longer() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Thetaland bans ")
    paragraph.add_run("Kaspersky").font.strike = True
    paragraph.add_run("Bolt ").font.double_strike = True
    paragraph.add_run("Huawei.").font.strike = False
    assert body(read(document)) == "Thetaland bans Huawei."


def archive(**entries: bytes) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return raw.getvalue()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"hello", "not a DOCX"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "encrypted or old"),
        (archive(other_xml=b"x"), "no Word document"),
        (archive(word__document_xml=b"<a>" + b" " * 210_000_000), "archive bomb"),
        (archive(word__document_xml=b"a" * 20_000_000), "archive bomb"),
        (archive(word__document_xml=b"<a/>"), "damaged"),
        (saved(circular())[:9_000], "not a DOCX"),
    ],
    ids=["text", "old office", "other archive", "bomb by size", "bomb by ratio", "damaged", "cut off"],
)
def test_what_is_no_docx_is_refused_with_the_reason(raw: bytes, said: str) -> None:
    with pytest.raises(UnreadableFile, match=said):
        reader.read(raw, "x.docx")


def test_of_tracked_changes_the_words_as_they_are_now_are_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("The fee is ")
    change = f'{nsdecls("w")} w:id="1" w:author="a" w:date="2026-01-01T00:00:00Z"'
    for xml in (
        f'<w:del {change}><w:r><w:delText xml:space="preserve">10 crowns</w:delText></w:r></w:del>',
        f'<w:ins {change}><w:r><w:t xml:space="preserve">20 crowns</w:t></w:r></w:ins>',
    ):
        paragraph._p.append(parse_xml(xml))
    paragraph.add_run(" a year.")
    assert body(read(document)) == "The fee is 20 crowns a year."


def test_white_words_on_a_shaded_cell_are_read() -> None:
    document = docx.Document()
    add_table(document, (("Port", "Cranes", "Until"), ("Sud", "12", "2031")))
    for cell in document.tables[0].rows[0].cells:
        cell.paragraphs[0].runs[0].font.color.rgb = RGBColor(255, 255, 255)
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="1F3864"/>'))
    assert of_kind(read(document), "table") == ["Port: Sud; Cranes: 12; Until: 2031."]


def test_a_table_in_a_cell_is_read_after_its_row_and_says_whose_it_is() -> None:
    document = docx.Document()
    add_table(
        document,
        (("Maker", "Measure", "Steps"), ("Acme", "Recall", "In two steps"), ("Bolt", "Fine", "None")),
    )
    inner = document.tables[0].rows[1].cells[2].add_table(rows=3, cols=3)
    for row, words in zip(
        inner.rows,
        (("Step", "By", "Who"), ("Stop", "May", "Acme"), ("Collect", "June", "Ports")),
        strict=True,
    ):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    assert of_kind(read(document), "table") == [
        "Maker: Acme; Measure: Recall; Steps: In two steps.\n"
        "Maker: Acme; Step: Stop; By: May; Who: Acme.\n"
        "Maker: Acme; Step: Collect; By: June; Who: Ports.\n"
        "Maker: Bolt; Measure: Fine; Steps: None."
    ]


def test_words_in_a_text_box_are_read_once() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>In a box: call the duty desk.</w:t></w:r></w:p></w:txbxContent>"
    document = docx.Document()
    document.add_paragraph("The order binds all ports.")
    document.element.body.insert(
        1,
        parse_xml(
            f'<w:p {nsdecls("w", "wp", "a")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
            'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml">'
            f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData uri="x"><wps:wsp>'
            f"<wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        ),
    )
    assert body(read(document)).count("In a box: call the duty desk.") == 1
