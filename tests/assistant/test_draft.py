"""A draft's sentences come back with their status."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.draft import CheckedSentence, check_draft, check_sentence
from assistant.verify import PARTLY_FROM
from index.types import Evidence

TEXT = (
    "Sweden's regulator set the conditions on 20 October 2020. Operators must remove Huawei equipment by 1 January 2025. "
    "Huawei appealed against the decision."
)
PASSAGE = Evidence("sweden", 0, len(TEXT), TEXT, 1.0)


def check(draft: str) -> list[CheckedSentence]:
    return list(check_draft(draft, lambda sentence: [PASSAGE]))


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Huawei equipment has to be removed by operators by 1 January 2025.", "supported"),
        ("Operators must remove Huawei equipment by 1 January 2026.", "contradicted"),
        ("Operators may remove Huawei equipment by 1 January 2025.", "contradicted"),
        ("Huawei did not appeal against the decision.", "contradicted"),
        ("Norway banned drones near airports.", "not in the corpus"),
    ],
)
def test_a_sentence_comes_back_with_its_status(sentence: str, status: str) -> None:
    [checked] = check(sentence)
    assert checked.status == status


def test_a_supported_sentence_comes_with_the_exact_words() -> None:
    [checked] = check("An appeal against the decision was made by Huawei.")
    assert [passage.text for passage in checked.passages] == ["Huawei appealed against the decision."]
    assert TEXT[checked.passages[0].start : checked.passages[0].end] == checked.passages[0].text


def test_headings_and_scraps_of_a_memo_are_passed_over() -> None:
    memo = "# Sweden and Huawei\n\nTo: the board\n\n- Huawei appealed against the decision. Operators must remove Huawei equipment.\n"
    assert [checked.text for checked in check(memo)] == [
        "Huawei appealed against the decision.",
        "Operators must remove Huawei equipment.",
    ]


def test_wrapped_lines_quotes_items_and_cells_are_read_as_people_read_them() -> None:
    memo = (
        "Operators must remove Huawei\nequipment by 1 January 2025.\n\n> Huawei appealed against\n> the decision.\n"
        "1. Operators must remove\n   Huawei equipment.\n2. Huawei appealed against the decision.\n\n"
        "| who | what |\n|---|---|\n| Huawei | Huawei appealed against the decision |\n\n```\nrun this and do that\n```\n"
    )
    assert [checked.text for checked in check(memo)] == [
        "Operators must remove Huawei equipment by 1 January 2025.",
        "Huawei appealed against the decision.",
        "Operators must remove Huawei equipment.",
        "Huawei appealed against the decision.",
        "Huawei appealed against the decision",
    ]


def test_with_nothing_found_nothing_is_in_the_corpus() -> None:
    [checked] = check_draft("Norway banned drones near airports.", lambda sentence: [])
    assert (checked.status, checked.passages) == ("not in the corpus", ())


def test_what_a_memo_holds_besides_its_sentences_is_passed_over() -> None:
    draft = (
        "---\ntitle: A note about the appeal of Huawei\n---\n\n**To:** the head of our compliance team\n\n"
        "<!-- Nobody reads a comment like this. -->\n\nWhat should we do about it now?\n\n"
        "- [x] <b>Huawei</b> appealed against the decision ([News](https://news.example/a)).[^1]\n\n"
        "[^1]: The decree of the ministry, 3 May 2021, page 4."
    )
    [checked] = check(draft)
    assert checked.text == "Huawei appealed against the decision."
    assert checked.status == "supported"


def test_a_sentence_is_searched_for_with_the_one_before_it_too() -> None:
    asked: list[str] = []

    def search(query: str) -> list[Evidence]:
        asked.append(query)
        return [PASSAGE]

    list(check_draft("Norway acted on drones. They were banned near airports.", search))
    assert asked == [
        "Norway acted on drones.",
        "They were banned near airports.",
        "Norway acted on drones. They were banned near airports.",
    ]


def test_a_passage_about_something_else_contradicts_nothing() -> None:
    claim = "Operators must remove Huawei equipment in Norway by 1 January 2025."
    other = replace(PASSAGE, document="other", text="Operators must not remove equipment.")
    [alone] = check_draft(claim, lambda sentence: [other])
    assert (alone.status, alone.passages) == ("contradicted", (other,))
    for found in ([other, PASSAGE], [PASSAGE, other]):
        [checked] = check_draft(claim, lambda sentence, found=found: found)
        assert (checked.status, checked.passages) == ("partly", (PASSAGE,))


def test_what_carries_nothing_is_shown_with_the_gravest_verdict_and_the_passage_it_is_on() -> None:
    denial = replace(PASSAGE, document="denial", text="Huawei did not appeal against the decision.")
    silent = replace(PASSAGE, document="silent", text="Huawei sells routers in Norway.")
    for found in ([denial, silent], [silent, denial]):
        [checked] = check_draft("Huawei appealed against the decision.", lambda sentence, found=found: found)
        assert (checked.status, checked.passages) == ("contradicted", (denial,))


def test_two_passages_carry_a_sentence_together_if_they_are_of_one_document() -> None:
    claim = "Spain signed a contract worth 12 million euros in May 2024."
    signed = Evidence("spain", 0, 38, "Spain signed the contract in May 2024.", 1.0)
    worth = Evidence("spain", 90, 131, "The contract was worth 12 million euros.", 1.0)
    [checked] = check_draft(claim, lambda sentence: [signed, PASSAGE, worth])
    assert (checked.status, {p.document for p in checked.passages}) == ("supported", {"spain"})
    assert len(checked.passages) == 2
    [apart] = check_draft(claim, lambda sentence: [signed, PASSAGE, replace(worth, document="other")])
    assert apart.status == "partly"
    [wrong] = check_draft(claim.replace("12", "13"), lambda sentence: [PASSAGE, signed, worth])
    assert (wrong.status, wrong.passages[0].document) == ("partly", "spain")


def test_a_passage_that_merely_has_its_words_does_not_outweigh_one_that_contradicts_it() -> None:
    claim = "The court found that the warning about radios was politically motivated."
    words = "The firm called the warning about radios a political decision, which the court read."
    denial = "The court found that the warning about radios was not politically motivated."
    scattered, denied = (Evidence("ruling", 0, len(text), text, 1.0) for text in (words, denial))
    [alone] = check_draft(claim, lambda sentence: [scattered])
    assert alone.status == "supported"
    for against in (replace(denied, start=200, end=200 + len(denial)), replace(denied, document="another")):
        checked = check_sentence(claim, [scattered, against])
        assert (checked.status, checked.passages) == ("contradicted", (against,))
    aside = replace(
        denied, text="The court found that the other warning was not motivated.", document="another"
    )
    [still] = check_draft(claim, lambda sentence: [scattered, aside])
    assert still.status == "supported"


def test_a_passage_that_names_whom_a_sentence_is_about_is_nearer_than_one_with_more_of_its_words() -> None:
    named = "Quillon and Telmar were heard in Norland in 2025."
    worded = "The Norland office banned phones."
    passages = [Evidence(text, 0, len(text), text, 1.0) for text in (worded, named)]
    checked = check_sentence("The Norland office banned phones of Quillon and Telmar in 2025.", passages)
    assert (checked.status, checked.passages) == ("not in the corpus", (passages[1],))


FINED = "Norland's court did not fine Quillon on 3 May 2031. Denmark's ports banned Quillon radios from all piers in 2031."


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        # A passage on other countries, or on another actor,
        ("Peru fined Quillon over its radios.", "not in the corpus"),
        ("Peru removed Quillon radios from ports and piers in 2030.", "not in the corpus"),
        ("Marlow banned radios of Quillon from piers.", "not in the corpus"),
        # one that speaks of the country or actor,
        ("The Danish ports did not ban Quillon from piers.", "contradicted"),
        # and one that says it word for word but for a name.
        ("Peru's ports banned Quillon radios from all piers in 2031.", "contradicted"),
        ("Denmark's ports banned Marlow radios from all piers in 2031.", "partly"),
    ],
)
def test_what_speaks_of_another_country_or_actor_carries_nothing_and_contradicts_nothing(
    sentence: str, status: str
) -> None:
    passage = Evidence("denmark", 0, len(FINED), FINED, 1.0)
    [checked] = check_draft(sentence, lambda words: [passage])
    assert (checked.status, checked.passages) == (status, (passage,))


def test_what_carries_less_than_a_part_is_not_in_the_corpus() -> None:
    sentence = "The operators must remove Huawei equipment, 400 radios of it, for 7 million euros."
    [checked] = check(sentence)
    assert checked.status == "not in the corpus"
    assert checked.verdict.score < PARTLY_FROM


def test_what_readers_commented_carries_nothing() -> None:
    comment = replace(PASSAGE, kind="comment")
    [checked] = check_draft("Huawei appealed against the decision.", lambda sentence: [comment])
    assert (checked.status, checked.passages) == ("not in the corpus", ())


APPEAL = "Huawei appealed against the decision."
REMOVAL = "Operators must remove Huawei equipment."


@pytest.mark.parametrize(
    "draft",
    [
        f"---\n{APPEAL}\n---\n{REMOVAL}\n",
        f"---\n\n{APPEAL}\n\n---\n\n{REMOVAL}\n",
        f"~~~~~~~\n{APPEAL}\n~~~~~~~\n{REMOVAL}\n",
        f"~~~ note ~~~\n{APPEAL}\n\n{REMOVAL}\n",
        f"~~~ note ~~~\n{APPEAL}\n~~~ end ~~~\n{REMOVAL}\n\n```\nrun this and do that\n```\n",
        f"```markdown\n# A note\n\n{APPEAL}\n```\n{REMOVAL}\n",
        f"```\n{APPEAL}\n\n{REMOVAL}\n",
    ],
)
def test_prose_between_rules_and_fences_is_checked(draft: str) -> None:
    assert [checked.text for checked in check(draft)] == [APPEAL, REMOVAL]


@pytest.mark.parametrize(
    "skipped",
    [
        "---\ntitle: A note about the appeal\nlast: 3 May\n---\n",
        "+++\ntitle = 'A note about the appeal'\n+++\n",
        "~~~\nrun this and do that\n~~~\n",
        "````\n```\nrun this and do that\n```\n````\n",
        "```python\nprint('Huawei appealed against it all.')\n```\n",
    ],
)
def test_front_matter_and_code_are_passed_over(skipped: str) -> None:
    assert [checked.text for checked in check(f"{skipped}{APPEAL}\n")] == [APPEAL]


@pytest.mark.parametrize(
    ("draft", "text"),
    [
        ("Prices with a<b and 5 > 3 are claimed here.", "Prices with a<b and 5 > 3 are claimed here."),
        ("Prices with a<b and c > 3 are claimed here.", "Prices with a<b and c > 3 are claimed here."),
        ('Huawei <a href="x" class=y>appealed</a> against<br/> it all.', "Huawei appealed against it all."),
    ],
)
def test_only_a_tag_is_no_text(draft: str, text: str) -> None:
    assert [checked.text for checked in check(draft)] == [text]


@pytest.mark.parametrize(
    "draft",
    [
        f"What the regulator did\n===\n{APPEAL}\n## What came of it then ##\n{REMOVAL}",
        f"#Summary of what was done\n{APPEAL}\n\n{REMOVAL}",
        f"{APPEAL}\n=====\n{REMOVAL}\n+++++\n",
        f"- {APPEAL}\n\n    - {REMOVAL}\n",
        f"•\t{APPEAL}\no\t{REMOVAL}\n",
        f"•{APPEAL}\n–{REMOVAL}\n",
        f"– {APPEAL}\n— {REMOVAL}\n",
        f"(1) {APPEAL}\n(2) {REMOVAL}\n",
        f"a) {APPEAL}\niv) {REMOVAL}\n",
        f"☐ {APPEAL}\n- [ ] {REMOVAL}\n",
        f"Who | What the firm said of it\n--- | ---\nHuawei | {APPEAL}\nSweden | {REMOVAL}\n",
        f"| Huawei | {APPEAL} |\n| Sweden | {REMOVAL} |\n",
        f"Who\tWhat\nHuawei\t{APPEAL}\nSweden\t{REMOVAL}\n",
        f"> {APPEAL}\n>\n>> {REMOVAL}\n",
        f"{'>' * 30} {APPEAL}\n\n    {REMOVAL}\n",
        f"- {APPEAL}\n  ```\n  run this and do that\n  ```\n- {REMOVAL}\n",
        f"````markdown\n{APPEAL}\n```\nrun this and do that\n```\n{REMOVAL}\n````\n",
        "```\n- Huawei appealed against the decision.\n\n- Operators must remove Huawei equipment.",
        f"<p>{APPEAL}</p>\n<div class='x'>{REMOVAL}</div>\n",
        "**Huawei** appealed *against* the __decision__. _Operators must remove `Huawei` equipment._",
        f"[Huawei](https://x.example/a_(b)) appealed against [the decision][1].\n\n{REMOVAL}\n\n[1]: https://x.example",
        f"~~Norway banned drones near airports.~~ {APPEAL} {REMOVAL}",
        f"{APPEAL}[^note] {REMOVAL}\n\n[^note]: The decree of the ministry,\n    which goes on in a second line.\n",
        "Huawei appealed  \nagainst\\\nthe deci\u00adsion.\r\nOperators must\u00a0remove\r\nHuawei equipment.",
        f"From: Ann Other <ann@x.example>\nSent: Monday, 3 May 2021\nTo: the board of it\n\n{APPEAL}\n\n{REMOVAL}",
        f"{APPEAL}\n\nOn 3 May 2021, Ann Other <ann@x.example> wrote:\n> Operators must remove\n> Huawei equipment.\n",
    ],
)
def test_of_markup_and_of_what_is_pasted_the_sentences_are_read(draft: str) -> None:
    assert [checked.text for checked in check(draft)] == [APPEAL, REMOVAL]


@pytest.mark.parametrize(
    ("draft", "texts"),
    [
        ("- Huawei appealed against it\n• Operators must remove it", ["Huawei appealed against it", "Operators must remove it"]),
        ("Huawei appealed against it\n---\nOperators must go", ["Huawei appealed against it"]),
        ("The cost is 5 * 3 * 2 in snake_case_names.", ["The cost is 5 * 3 * 2 in snake_case_names."]),
        ("R&amp;D costs of 5 \\% rose in 2025.", ["R&D costs of 5 % rose in 2025."]),
        ("It was a fall of\n-5 percent in 2025.", ["It was a fall of -5 percent in 2025."]),
        ("#5G networks are safe in Sweden.", ["#5G networks are safe in Sweden."]),
        ("Sweden's regulator told\nHuawei to leave.", ["Sweden's regulator told Huawei to leave."]),
    ],
)  # fmt: skip
def test_what_only_looks_like_markup_stays(draft: str, texts: list[str]) -> None:
    assert [checked.text for checked in check(draft)] == texts


def test_of_long_lines_each_is_a_paragraph() -> None:
    long = f"Huawei appealed against the decision that {'the regulator and ' * 6}the government had made."
    assert [checked.text for checked in check(f"Background of the case\n{long}\nCosts\n{long}\n")] == [
        "Background of the case",
        long,
        long,
    ]
