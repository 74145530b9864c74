"""Every filter over a folder of mixed formats: what passes is found, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.search import Index
from index.types import Filters
from tests.index.office import CountingEmbedder, Office

FOLDER = Path(__file__).parents[2] / "evals" / "documents" / "advisories"
ORDER = """---
title: Order on cranes
issuer: Harbour Authority
country: Telmar
kind: order
date: 2031-05-06
marking: TLP:AMBER
---
Operators must report modems in cranes.
"""
JAPANESE = "---\ntitle: 注意喚起\ndate: 2031-06-07\n---\n政府は通信機器の調達について企業に警告した。機器を更新せよ。\n"
NAMED_OTHERWISE = {
    "notice-uk": "country: United Kingdom\nkind: guidance",
    "statement": "country: Government of the United Kingdom\nkind: press release",
    "accented": "issuer: KÚBIK (Rad pro kabely)\ncountry: Côte d'Ivoire\nkind: ruling",
    "alert-us": "country: U.S.\nkind: Alert",
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, small_encoder: Path) -> Index:
    folder = tmp_path_factory.mktemp("mixed")
    (folder / "corpus").mkdir()
    office = Office.at(folder, CountingEmbedder(str(small_encoder)))
    for path in FOLDER.iterdir():
        if path.is_file():
            office.write(path.name, path.read_bytes())
    office.write("order.md", ORDER)
    office.write("ja/notice.md", JAPANESE)
    for name, header in NAMED_OTHERWISE.items():
        office.write(f"{name}.md", f"---\n{header}\n---\nWe report modems in routers again.\n")
    made_in_kestria = json.loads((FOLDER / "bw-sa-2026-001.json").read_bytes())
    made_in_kestria["document"]["tracking"]["id"] = "BW-SA-2026-003"
    made_in_kestria["document"]["notes"] = [
        {"category": "other", "title": "Company headquarters location", "text": "Lund, Kestria"}
    ]
    office.write("bw-sa-2026-003.json", json.dumps(made_in_kestria))
    report = office.sync()
    assert not report.failed
    return Index(office.settings)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(country="telmar"), {"order"}),
        (Filters(country="kestria"), {"bw-sa-2026-003"}),
        (Filters(issuer="kestrian information"), {"KISB-G-2025-14"}),
        (Filters(issuer="sundholm"), {"tram_gateways_article"}),
        (Filters(issuer="KUBIK"), {"accented"}),
        (Filters(issuer="kúbík"), {"accented"}),
        (Filters(issuer="Řád"), {"accented"}),
        (Filters(country="Cote d'Ivoire"), {"accented"}),
        (Filters(language="ja"), {"ja/notice"}),
        (Filters(kind="press"), {"tram_gateways_article", "statement"}),
        (Filters(kind="order"), {"order"}),
        (Filters(marking="tlp:amber"), {"order"}),
        (Filters(marking="GREEN"), {"bw-sa-2026-002"}),
        (Filters(before="2025-11-30"), {"KISB-G-2025-14"}),
        (Filters(as_of="2025-12-12"), {"KISB-G-2025-14", "nca-supplier-concentration-2025"}),
        (Filters(after="2026-03", before="2026-03-31"), {"Circular 7-2026"}),
        (Filters(after="2031-06"), {"ja/notice"}),
        (Filters(documents=frozenset({"order", "ja/notice"})), {"order", "ja/notice"}),
        (Filters(documents=frozenset({"order", "ja/notice"}), country="Telmar"), {"order"}),
        (Filters(country="nowhere"), set()),
        (Filters(country="UK"), {"notice-uk", "statement"}),
        (Filters(country="great britain"), {"notice-uk", "statement"}),
        (Filters(country="US"), {"alert-us"}),
        (Filters(country="USA"), {"alert-us"}),
        (Filters(country="United States"), {"alert-us"}),
        (Filters(country="u.s.", kind="order"), set()),
        (Filters(kind="press release"), {"tram_gateways_article", "statement"}),
        (Filters(kind="Press-Release"), {"tram_gateways_article", "statement"}),
        (Filters(kind="alert"), {"alert-us"}),
    ],
)  # fmt: skip
def test_a_filter_lets_through_what_it_names(index: Index, filters: Filters, expected: set[str]) -> None:
    assert {
        hit.document for hit in index.search("report modems and routers", k=1000, filters=filters)
    } == expected


def test_filters_hold_for_identifiers_too(index: Index) -> None:
    wanted = Filters(marking="GREEN")
    assert {hit.document for hit in index.search("BW-SA-2026-001", k=50, filters=wanted)} == {
        "bw-sa-2026-002"
    }
    hits = index.search("BW-SA-2026-001", k=50, filters=replace(wanted, marking="WHITE"))
    assert hits[0].document == "bw-sa-2026-001"


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (Filters(issuer="Kúbek"), ["no document has --issuer 'Kúbek'; there are: Brightwire Networks PSIRT, "]),
        (Filters(marking="PURPLE"), ["no document has --marking 'PURPLE'; there are: TLP:AMBER, "]),
        (Filters(documents=frozenset({"order", "ordre"})), ["there is no --document 'ordre'; near it: order"]),
        (Filters(country="Telmor", language="xx"), ["no document has --country 'Telmor'; ", "no document has --language 'xx'; there are: "]),
        (Filters(country="UK", kind="press", after="2999"), []),
    ],
)  # fmt: skip
def test_a_name_that_no_document_has_is_told_with_those_there_are(
    index: Index, filters: Filters, said: list[str]
) -> None:
    notes = index.filter_notes(filters)
    assert len(notes) == len(said)
    for note, words in zip(notes, said, strict=True):
        assert note.startswith(words)
