"""Dates, quantities, identifiers and names are one however they are written, and differ where they differ."""

from __future__ import annotations

import pytest

from assistant.language.dates import Date, same_date
from assistant.language.facts import find_facts
from assistant.language.identifiers import holds_identifier
from assistant.language.quantities import same_quantity
from assistant.verify import verify_statement


@pytest.mark.parametrize(
    "text",
    [
        "12 March 2026",
        "2026-03-12",
        "March 12, 2026",
        "12th of March 2026",
        "the 12 March, 2026",
        "2026年3月12日",
        "12 Mar. 2026",
        "2026/3/12",
    ],
)
def test_a_date_is_one_however_it_is_written(text: str) -> None:
    [date] = find_facts(f"It was said on {text}.").dates
    assert (date.year, date.month, date.day) == (2026, 3, 12)


def test_a_date_carries_what_is_less_exact_but_not_what_is_more() -> None:
    day, month, year = Date("", 2026, 3, 12), Date("", 2026, 3), Date("", 2026)
    assert same_date(month, day)
    assert same_date(year, month)
    assert not same_date(day, month)
    assert not same_date(Date("", 2026, 4), day)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("2 billion euros", "EUR 2bn"),
        ("2,000,000,000 dollars", "$2 billion"),
        ("35 per cent", "35%"),
        ("thirty-five percent", "35%"),
        ("two hundred and five people", "205 people"),
        ("three years", "3 years"),
        ("the third package", "the 3rd package"),
        ("about 2.4 million users", "2,387,112 users"),
        ("a 10-year plan", "a plan of ten years"),
        ("¥10億", "1 billion yen"),
    ],
)
def test_a_quantity_is_one_however_it_is_written(left: str, right: str) -> None:
    [mine], [theirs] = find_facts(left).quantities, find_facts(right).quantities
    assert same_quantity(mine, theirs)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("2 billion euros", "2 million euros"),
        ("35%", "35 firms"),
        ("$5", "5 euros"),
        ("3 years", "3 months"),
        ("2.4 million", "2,387,112"),
    ],
)
def test_quantities_that_differ_in_value_or_unit_are_not_one(left: str, right: str) -> None:
    [mine], [theirs] = find_facts(left).quantities, find_facts(right).quantities
    assert not same_quantity(mine, theirs)


def test_one_is_a_word_and_not_a_number() -> None:
    assert find_facts("One of them, for once, was the first.").quantities == ()


@pytest.mark.parametrize("text", ["ED 24-01", "ED-24-01", "ed 24–01", "Emergency Directive 24-01"])
def test_an_identifier_is_one_however_it_is_joined(text: str) -> None:
    assert holds_identifier(f"As {text} says,", "ED 24-01")
    assert not holds_identifier(f"As {text} says,", "ED 24-02")


def test_no_identifier_is_found_inside_a_longer_one() -> None:
    assert not holds_identifier("CVE-2024-34001", "CVE-2024-3400")


def test_names_are_runs_of_capitals_but_not_the_word_that_opens_a_sentence() -> None:
    facts = find_facts(
        "Officials of the African Union met Oliver Dowden. Regulations changed. Kyodo said NATO agreed."
    )
    assert [name.text for name in facts.names] == ["African Union", "Oliver Dowden", "Kyodo", "NATO"]


def test_dates_and_identifiers_are_not_read_as_quantities() -> None:
    facts = find_facts("On 5 May 2024 CVE-2024-3400 was fixed in version 9.1.2 of the 5G core.")
    assert facts.quantities == ()
    assert facts.identifiers == ("CVE-2024-3400", "9.1.2", "5G")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("a fine of 3 million dollars", "usd"),
        ("a fine of 3 million US dollars", "usd"),
        ("a fine of 3 million Canadian dollars", "cad"),
        ("a fine of 3 million Swiss francs", "chf"),
    ],
)
def test_money_is_of_the_country_that_is_named_with_it(text: str, unit: str) -> None:
    assert [(q.value, q.unit) for q in find_facts(text).quantities] == [(3e6, unit)]


@pytest.mark.parametrize(
    ("claim", "source", "support"),
    [
        ("Haldor was fined 7.5 million francs.", "The authority fines Haldor 7.5 million kroner.", "partly"),
        ("Haldor was fined 7.5 million kroner.", "The authority fines Haldor NOK 7.5 million.", "supported"),
        ("The fine was 5 million rubles.", "The fine was 5 million roubles.", "supported"),
        ("A fine of 3 million francs was set.", "A fine of 3 million Swiss francs was set.", "supported"),
    ],
)
def test_money_by_another_name_is_other_money_unless_both_may_be_one(
    claim: str, source: str, support: str
) -> None:
    assert verify_statement(claim, [source]).support == support


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Suing a town needs a notice.", "Whoever sues a town has to give notice, and needs it early."),
        ("Red sauce goes with the potatoes.", "The sauce made of pepper goes with the potatoes."),
        ("Several ferries were barred from the port.", "The port barred two ferries, and a third."),
        (
            "Whatever users enter is stored on servers in the port.",
            "What users enter, servers in the port store.",
        ),
        ("Hypoglycaemia is rare with the drug.", "With the drug low sugar is rare."),
    ],
)
def test_an_ordinary_word_that_opens_a_sentence_is_no_name(claim: str, source: str) -> None:
    assert "does not give" not in verify_statement(claim, [source]).reason


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Quillon held a share of 35 per cent.", "Quillon held a share under a 35% cap."),
        ("The fort was built in the 16th century.", "The fort was built in the sixteenth century."),
        (
            "The judge served on the court from 1939 until 1975.",
            "The judge served on the court in 1939-1975.",
        ),
    ],
)
def test_a_figure_written_in_another_way_is_the_same(claim: str, source: str) -> None:
    assert verify_statement(claim, [source]).support == "supported"


def test_a_limit_without_an_article_is_still_one() -> None:
    assert (
        verify_statement("Quillon's share was 35%.", ["Quillon's share was under 35%."]).support
        != "supported"
    )


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Versions before 2.10 are affected.", "Versions before 2.1 are affected."),
        ("Versions 2.10 and earlier are affected.", "Versions 2.1 and earlier are affected."),
        ("Versions 2.1 to 2.10 are affected.", "Versions 2.1 to 2.11 are affected."),
        ("It is fixed in version 3.20.", "It is fixed in version 3.2."),
        ("It is fixed in v3.20.", "It is fixed in version 3.2."),
        ("Telmar patched it in 3.20.", "Telmar patched it in 3.2."),
        ("HarbourOS 7.10 is affected.", "HarbourOS 7.1 is affected."),
        ("Section 1.10 bans it.", "Section 1.1 bans it."),
        ("Rule 4.10 bans drones.", "Rule 4.1 bans drones."),
        ("Article 5a bans drones.", "Article 5 bans drones."),
        ("Article 5 bans drones.", "Article 5a bans drones."),
        ("Section 889(a) bans drones.", "Section 889(b) bans drones."),
    ],
)
def test_what_is_called_by_a_number_is_another_where_that_is_written_otherwise(
    claim: str, source: str
) -> None:
    assert verify_statement(claim, [source]).support != "supported"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The fine was 1.50 million euros.", "The fine was 1.5 million euros."),
        ("The price is $3.20.", "The price is $3.2."),
        ("Growth was 5.0 %.", "Growth was 5 per cent."),
        ("The score of the port is 9.80.", "The score of the port is 9.8."),
        ("It is fixed in version 3.20.", "It is fixed in v3.20."),
        ("Versions before 2.10 are affected.", "Versions prior to v2.10 are affected."),
        ("Article 5a bans drones.", "Under Article 5a drones are banned."),
        ("Article 5 bans drones.", "Article 5(1) bans drones."),
        ("Article 5(a) bans drones.", "Point (a) of Article 5 bans drones."),
        ("Rule 7 bans drones.", "Rule seven bans drones."),
    ],
)
def test_an_amount_is_its_value_and_a_label_the_same_wherever_it_stands(claim: str, source: str) -> None:
    assert verify_statement(claim, [source]).support == "supported"


@pytest.mark.parametrize(
    ("claim", "source", "support"),
    [
        ("The temperature fell to -5 degrees.", "The temperature fell to 5 degrees.", "contradicted"),
        ("The temperature fell to 5 degrees.", "The temperature fell to \u22125 degrees.", "contradicted"),
        ("The temperature fell to -5 degrees.", "The temperature fell to minus 5 degrees.", "supported"),
        ("Growth was -5% in the port.", "Growth was 5% in the port.", "contradicted"),
        ("A 5-10% rise was seen.", "A rise of 5 to 10% was seen.", "supported"),
        ("Prices fell by 5% in the port.", "A fall of 5% in prices was seen in the port.", "supported"),
    ],
)
def test_what_is_below_zero_is_not_what_is_above(claim: str, source: str, support: str) -> None:
    assert verify_statement(claim, [source]).support == support


@pytest.mark.parametrize(
    ("mine", "other"),
    [
        ("192.168.1.0", "192.168.10.0"),
        ("192.168.1.1", "192.168.11"),
        ("10.0.0.1", "10.0.01"),
        ("10.0.0.0/8", "10.0.0.0/16"),
        ("2001:db8::1", "2001:db8::11"),
        ("evil.example.com", "evil.example.co"),
        ("evil.example.co", "evil.example.com"),
        ("a.evil.com", "b.evil.com"),
        ("evil[.]com", "evil[.]co"),
        ("admin@evil.com", "admin@evil.co"),
        ("9f86d081884c7d65", "9f86d081884c7d66"),
    ],
)
def test_an_address_is_the_same_letter_for_letter(mine: str, other: str) -> None:
    claim = f"Firewalls have to block {mine} at the port."
    assert verify_statement(claim, [f"Firewalls have to block {other} at the port."]).support != "supported"
    assert verify_statement(claim, [f"At the port firewalls have to block {mine}."]).support == "supported"


@pytest.mark.parametrize(
    ("mine", "same"),
    [
        ("evil.com", "evil[.]com"),
        ("evil.com", "www.evil.com"),
        ("evil.com", "https://evil.com/login"),
        ("192.168.1.0", "192[.]168[.]1[.]0"),
    ],
)
def test_an_address_may_be_written_so_that_nobody_follows_it(mine: str, same: str) -> None:
    claim = f"Firewalls have to block {mine} at the port."
    assert verify_statement(claim, [f"Firewalls have to block {same} at the port."]).support == "supported"
