"""Writes the PDF and the DOCX of `advisories/`; the other files there are text and are edited by hand.

`python -m evals.documents.make` gives the same bytes each time: dates are fixed, and every entry of the
DOCX archive is stamped with the earliest time ZIP knows.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos

FOLDER = Path(__file__).parent / "advisories"
EARLIEST_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

REPORT_TITLE = "Supplier concentration in mobile radio networks 2025"
REPORT_LEAD = (
    "Assessment by the Norvian Communications Authority under section 40 of the Communications Act",
    "12 December 2025",
)
REPORT = (
    (
        "Summary",
        (
            "The Authority examined from which suppliers the operators of Norvia buy the radio equipment of "
            "their mobile networks. It counted 7,460 sites with 4G or 5G equipment on 1 September 2025.",
            "Three suppliers deliver the equipment of 94 percent of all sites. Halvorn Systems holds 41 percent, "
            "Brightwire Networks 33 percent and Lumenta Radio 20 percent. The remaining sites are served by "
            "five smaller makers, none of which has more than 2 percent.",
            "The Authority considers the dependence on a single supplier to be high in the Outer Islands, where "
            "78 percent of the sites use equipment of Halvorn Systems. It considers it to be moderate in the "
            "capital region.",
        ),
    ),
    (
        "How the assessment was made",
        (
            "All thirteen operators were asked for lists of their sites. Eleven answered in full; two answered "
            "only after a reminder and left out indoor sites.",
            "Between June and September 2025 staff of the Authority visited 38 sites and compared the equipment "
            "found with the lists. At four sites the list was wrong.",
            "Core networks, fixed networks and satellite links were not examined. The Authority did not test "
            "equipment for hidden functions and makes no statement about the trustworthiness of any supplier.",
        ),
    ),
    (
        "The outage of May 2025",
        (
            "On 3 May 2025 about 1.2 million subscribers were without service for six hours. The cause was an "
            "expired certificate in the management system of one supplier, not an attack.",
            "Because three operators used the same management system, they failed at the same time. Roaming "
            "between them brought no relief. Emergency calls were carried by the network of the fourth operator "
            "in most places, but not in the Outer Islands.",
            "The Authority takes the outage as evidence that concentration is a risk even where nobody intends "
            "harm.",
        ),
    ),
    (
        "Recommendations",
        (
            "The Authority recommends that by the end of 2029 no supplier delivers more than 30 percent of the "
            "sites of an operator in any one region. The recommendation is not binding.",
            "Operators should be able to replace the management system of a supplier within 72 hours. They should "
            "practise this once a year and report the result to the Authority.",
            "The Authority asks the government to examine whether the costs of small operators can be shared. It "
            "estimates them at 260 million crowns over four years.",
        ),
    ),
    (
        "Dissenting opinion",
        (
            "Board member Jorun Aske voted against the recommendation on regional shares. In her view a fixed "
            "share drives operators to suppliers that are weaker without making networks safer. She supports the "
            "recommendation on replacement within 72 hours.",
        ),
    ),
    (
        "What comes next",
        (
            "The Authority will repeat the assessment in 2027 and then include core networks. Comments on this "
            "report may be sent until 27 February 2026.",
            "An earlier report of 2022 found that the largest supplier held 52 percent of all sites. The share "
            "has thus fallen by 11 percentage points in three years, mainly because one operator in the capital "
            "region changed its supplier.",
        ),
    ),
)

CIRCULAR_TITLE = "Circular 7/2026: Buying drones and cameras for public bodies"
CIRCULAR_LEAD = "Telmar Treasury, Procurement Office, 3 March 2026"
THRESHOLDS = (
    ("Category", "From a value of", "Approval by"),
    ("Cameras without network access", "no limit", "none needed"),
    ("Networked cameras", "5,000 marks", "head of department"),
    ("Drones", "20,000 marks", "Procurement Commissioner"),
    ("Recording in a cloud outside Telmar", "any value", "responsible minister"),
)
FOOTNOTES = (
    "Telmar Audit Court, Report 2025/31, Unrecorded cameras in public buildings, 14 October 2025.",
    "Telmar Police, Results of the drone trials in Eastmark, 8 January 2026.",
)


class Report(FPDF):
    """Pages with the running head and the page number that readers have to leave out."""

    def header(self) -> None:
        self.set_font("Helvetica", "I", 8)
        self.cell(0, 8, f"Norvian Communications Authority - {REPORT_TITLE}", align="R")
        self.ln(12)

    def footer(self) -> None:
        self.set_y(-15)
        self.set_font("Helvetica", "I", 8)
        self.cell(0, 8, f"Page {self.page_no()}", align="C")


def report_pdf() -> bytes:
    """The Authority's report: a title over the full width, then two columns over several pages."""
    pdf = Report(format=(148, 210))  # small, so that the columns run over several pages
    pdf.set_creation_date(datetime(2025, 12, 12, tzinfo=UTC))
    pdf.set_title(REPORT_TITLE)
    pdf.set_author("Norvian Communications Authority")
    pdf.set_lang("en")
    pdf.add_page()
    pdf.set_font("Helvetica", "B", 16)
    pdf.multi_cell(0, 8, REPORT_TITLE, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.set_font("Helvetica", "", 9)
    for line in REPORT_LEAD:
        pdf.multi_cell(0, 5, line, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    pdf.ln(4)
    with pdf.text_columns(ncols=2, gutter=8, text_align="J", line_height=1.25) as columns:
        for heading, paragraphs in REPORT:
            pdf.set_font("Helvetica", "B", 11)
            with columns.paragraph(text_align=Align.L, bottom_margin=2) as block:
                block.write(heading)
            pdf.set_font("Helvetica", "", 10)
            for paragraph in paragraphs:
                with columns.paragraph(bottom_margin=3) as block:
                    block.write(paragraph)
    return bytes(pdf.output())


def circular_docx() -> bytes:
    """The Treasury's circular: headings, a list, a table and two footnotes."""
    document = docx.Document()
    core = document.core_properties
    core.title, core.author, core.language = CIRCULAR_TITLE, "Telmar Treasury, Procurement Office", "en"
    core.created = core.modified = datetime(2026, 3, 3, 9, 0)
    document.add_heading(CIRCULAR_TITLE, level=0)
    document.add_paragraph(CIRCULAR_LEAD)

    document.add_heading("Purpose", level=1)
    purpose = document.add_paragraph(
        "This circular replaces Circular 19/2023. It applies to ministries, municipalities and schools, and to "
        "companies in which Telmar holds more than half of the shares."
    )
    purpose.add_run(" The Audit Court found 640 networked cameras that stood in no inventory.")
    add_footnote_mark(purpose, 1)

    document.add_heading("Makers on list B", level=1)
    makers = document.add_paragraph(
        "Drones of a maker on list B may be bought only if the Procurement Commissioner has found that no other "
        "drone fits the task. List B is kept by the Ministry of the Interior and is revised every six months."
    )
    makers.add_run(" In trials two of five drones sent their position to servers of the maker.")
    add_footnote_mark(makers, 2)
    document.add_paragraph(
        "Devices bought before 1 April 2026 may be used until 31 December 2027. They shall not be connected to "
        "networks of the police or the courts."
    )

    document.add_heading("Approval", level=1)
    add_table(document, THRESHOLDS)
    document.add_paragraph("Values are without tax and are added up over a calendar year.")

    document.add_heading("Duties of the buyer", level=1)
    for duty in (
        "Enter every device in the inventory within ten working days.",
        "Change the password set by the maker before first use.",
        "Remove storage media before a device is returned or sold.",
    ):
        document.add_paragraph(duty, style="List Bullet")

    document.add_heading("Entry into force", level=1)
    document.add_paragraph(
        "The circular enters into force on 1 April 2026. Questions are answered by Procurement Commissioner "
        "Ilse Varga."
    )
    add_footnotes(document, FOOTNOTES)
    saved = io.BytesIO()
    document.save(saved)
    return with_fixed_times(saved.getvalue())


def add_footnote_mark(paragraph: Paragraph, number: int) -> None:
    """A reference to footnote `number` at the end of the paragraph."""
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), str(number))
    paragraph.add_run()._r.append(mark)


def add_table(document: WordDocument, rows: tuple[tuple[str, ...], ...]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words


def add_footnotes(document: WordDocument, notes: tuple[str, ...]) -> None:
    """The footnotes part, which python-docx does not write: numbered from 1, in order."""
    body = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote>'
        for number, note in enumerate(notes, start=1)
    )
    xml = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes xmlns:w="{WORD_NAMESPACE}">{body}</w:footnotes>'
    )
    package = document.part.package
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, xml.encode(), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def with_fixed_times(archive: bytes) -> bytes:
    """The same archive with every entry stamped alike."""
    stamped = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(stamped, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EARLIEST_ZIP_TIME)
            target.writestr(entry, source.read(name), compress_type=zipfile.ZIP_DEFLATED)
    return stamped.getvalue()


def main() -> None:
    (FOLDER / "nca-supplier-concentration-2025.pdf").write_bytes(report_pdf())
    (FOLDER / "Circular 7-2026.docx").write_bytes(circular_docx())


if __name__ == "__main__":
    main()
