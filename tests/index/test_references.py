"""Documents name each other as people do: by id, by file name, by identifier; what could be several is not guessed at."""

from __future__ import annotations

import pytest

from index.references import References
from index.storage.records import Entry
from index.types import Metadata, Relation

DOCUMENTS = {
    "2024/rule-a": (),
    "2024/rule-b": (),
    "2025/rule-b": ("RB-2025-7",),
    "law": (),
    "2024/law": (),
    "2024/Decree": (),
    "decree": (),
    "s\u00fcd/b\u00e4der": (),
    "guidance/trams": ("KISB-G-2025-14",),
    "icsa-29-001-02": ("ICSA-29-001-02",),
    "orders/imports": ("EO 13873",),
    "press/first": ("EO 14000",),
    "press/second": ("EO 14000",),
}
ENTRIES = [
    Entry(number, id, f"{id}.md", "", Metadata(identifiers=identifiers))
    for number, (id, identifiers) in enumerate(DOCUMENTS.items(), start=1)
]


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        ("2024/rule-a", "2024/rule-a"),
        ("2024/RULE-A", "2024/rule-a"),
        ("rule-a", "2024/rule-a"),
        ("Rule-A", "2024/rule-a"),
        ("rule-b", ""),
        ("2025/rule-b", "2025/rule-b"),
        ("law", "law"),
        ("LAW", "law"),
        ("Decree", "2024/Decree"),
        ("decree", "decree"),
        ("ba\u0308der", "s\u00fcd/b\u00e4der"),
        ("KISB-G-2025-14", "guidance/trams"),
        ("kisb-g-2025/14", "guidance/trams"),
        ("ICSA-29-001-02", "icsa-29-001-02"),
        ("Executive Order 13873", "orders/imports"),
        ("eo 13873", "orders/imports"),
        ("eo-13873-explained", ""),
        ("EO 14000", ""),
        ("EO 1", ""),
        ("", ""),
    ],
)
def test_a_document_is_known_by_its_id_its_file_name_or_its_identifier(target: str, meant: str) -> None:
    found = References.of(ENTRIES).meant(target, by="another")
    assert (found.id if found else "") == meant


@pytest.mark.parametrize(
    ("target", "by", "meant"),
    [("rule-b", "2025/rule-b", "2024/rule-b"), ("EO 14000", "press/first", "press/second"), ("rule-a", "2024/rule-a", "")],
)  # fmt: skip
def test_a_document_never_means_itself(target: str, by: str, meant: str) -> None:
    found = References.of(ENTRIES).meant(target, by=by)
    assert (found.id if found else "") == meant


def test_what_others_say_of_a_document_is_kept_by_its_id() -> None:
    notice = Entry(99, "notice", "notice.md", "", Metadata(relations=(Relation("amends", "KISB-G-2025-14"),)))
    assert References.of([*ENTRIES, notice]).pointing == {"guidance/trams": [("amends", notice)]}
