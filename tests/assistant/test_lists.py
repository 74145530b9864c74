"""An answer that stands in a list: what leads in to it, and its items, each quoted and cited."""

from __future__ import annotations

import pytest

from assistant.assistant import Assistant
from index.embed import Embedder
from index.search import Index
from index.settings import Settings
from index.sync import sync_corpus
from tests.assistant.harbour import write_harbour

RULES = """# Rules for mooring drones

The harbour office set rules for mooring drones on 3 May 2025.

## Equipment

Every mooring drone must carry:

- a yellow lamp
- a brass horn
- a plate with the name of its owner

Flights end at dusk.

## Papers

```sh
print-permit --drone --owner
```

Before the first flight the owner sends the harbour office:

1. a copy of the permit
2. proof of insurance
"""

FERRIES = """# Ferry council on the lanterns of Farlicht

The ferry council met on 4 June 2025. Sweden's ferry office banned lanterns of Farlicht, and the ports of Estonia \
banned lanterns of Farlicht too. Poland's ferry office banned lanterns of Farlicht in July 2025.
"""

# Four documents on the buoys of Ostrand: that of Sweden opens with less than a ban.
BUOYS = {
    "Sweden": "Sweden spoke of a ban on Ostrand buoys in 2024. On 2 May 2025 Sweden banned Ostrand buoys from all its fairways.",
    "Estonia": "On 3 May 2025 Estonia banned Ostrand buoys from its ports. The ports have a year to comply.",
    "Poland": "Ostrand called Poland's ban on Ostrand buoys unfair. On 4 May 2025 Poland banned Ostrand buoys at lighthouses.",
    "Latvia": "Who sets buoys? Latvia spoke of a ban on Ostrand buoys in 2024. In 2025 Latvia banned Ostrand buoys from all canals.",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Assistant:
    folder = tmp_path_factory.mktemp("lists")
    write_harbour(folder / "corpus")
    (folder / "corpus" / "drones.md").write_text(RULES, encoding="utf-8")
    (folder / "corpus" / "ferries.md").write_text(FERRIES, encoding="utf-8")
    for country, text in BUOYS.items():
        front = f"---\ntitle: Buoys of Ostrand in {country}\ncountry: {country}\ntargets:\n- Ostrand\n---\n\n"
        (folder / "corpus" / f"buoys-{country}.md").write_text(f"{front}{text}\n", encoding="utf-8")
    settings = Settings(corpus=folder / "corpus", store=folder / "store")
    sync_corpus(settings)
    return Assistant(Index(settings, embedder=embedder))


def test_what_leads_in_to_a_list_brings_its_items_and_each_is_cited(assistant: Assistant) -> None:
    answer = assistant.ask("What must every mooring drone carry?")
    said = [statement.text for statement in answer.statements]
    begin = said.index("Every mooring drone must carry:")
    assert said[begin : begin + 4] == [
        "Every mooring drone must carry:",
        "a yellow lamp",
        "a brass horn",
        "a plate with the name of its owner",
    ]
    assert all(
        answer.citations[number - 1].quote == statement.text
        for statement in answer.statements
        for number in statement.citations
    )
    assert len(set(said)) == len(said)


def test_an_item_stands_behind_what_leads_in_to_it(assistant: Assistant) -> None:
    said = [s.text for s in assistant.ask("Must a mooring drone owner send proof of insurance?").statements]
    item = said.index("proof of insurance")
    assert "Before the first flight the owner sends the harbour office:" in said[:item]


def test_a_list_by_country_names_both_of_which_a_sentence_tells(assistant: Assistant) -> None:
    groups = {s.group for s in assistant.ask("Which countries banned lanterns of Farlicht?").statements}
    assert {"Sweden and Estonia", "Poland"} <= groups


def test_code_is_found_and_never_said(assistant: Assistant) -> None:
    found = assistant.index.search("print-permit --drone --owner", k=3)
    assert any("print-permit" in evidence.text for evidence in found)
    assert "print-permit" not in assistant.ask("How is the permit of a mooring drone printed?").text


def test_a_list_begins_with_its_likeliest_sentence(assistant: Assistant) -> None:
    answer = assistant.ask("Which countries banned Ostrand buoys from all their fairways?")
    said = [statement.text for statement in answer.statements]
    assert said[0] == "On 2 May 2025 Sweden banned Ostrand buoys from all its fairways."
    assert {statement.group for statement in answer.statements} == set(BUOYS)


def test_a_list_of_who_acted_on_something_leaves_out_what_that_says_itself(assistant: Assistant) -> None:
    said = assistant.ask("Which countries banned Ostrand buoys?").text
    assert "Poland banned Ostrand buoys at lighthouses" in said
    assert "Ostrand called" not in said
    assert "Ostrand called" in assistant.ask("What did Ostrand call Poland's ban on its buoys?").text


def test_a_document_that_opens_with_nothing_to_quote_speaks_by_its_likeliest_sentence(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("Which countries banned Ostrand buoys from all their fairways?")
    latvia = [statement.text for statement in answer.statements if statement.group == "Latvia"]
    assert latvia == ["In 2025 Latvia banned Ostrand buoys from all canals."]
