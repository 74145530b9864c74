"""Countries are known by any of their names, and by nothing else."""

from __future__ import annotations

import pytest

from assistant.language.names import country_mentions, find_countries, find_members


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Beijing", "China"),
        ("the PRC", "China"),
        ("the People's Republic of China", "China"),
        ("the People’s Republic of China", "China"),
        ("the Republic of China", "Taiwan"),
        ("Taipei", "Taiwan"),
        ("a Chinese firm", "China"),
        ("the Dutch", "Netherlands"),
        ("The Hague", "Netherlands"),
        ("the Kremlin", "Russia"),
        ("Seoul", "South Korea"),
        ("the Republic of Korea", "South Korea"),
        ("Papua New Guinea", "Papua New Guinea"),
        ("Türkiye", "Turkey"),
        ("TÜRKİYE", "Turkey"),
        ("turkiye", "Turkey"),
        ("Bogota", "Colombia"),
        ("U.S.", "United States"),
        ("u.s.", "United States"),
        ("the USA", "United States"),
        ("United States of America", "United States"),
        ("U.K.", "United Kingdom"),
        ("E.U.", "European Union"),
        ("NORWAY", "Norway"),
        ("norway", "Norway"),
        ("Port-au-Prince", "Haiti"),
        ("South Sudan", "South Sudan"),
        ("Papua New Guinea's", "Papua New Guinea"),
        ("Guinea-Bissau", "Guinea-Bissau"),
        ("DR Congo", "Democratic Republic of the Congo"),
        ("Timorese", "Timor-Leste"),
        ("the Holy See", "Vatican City"),
    ],
)
def test_a_country_is_known_by_any_of_its_names(text: str, country: str) -> None:
    assert find_countries(text) == (country,)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Japan's ban", "Japan"),
        ("Ukraine’s ban", "Ukraine"),
        ("the U.S.'s ban", "United States"),
        ("the Danes' ban", "Denmark"),
        ("Germans", "Germany"),
        ("Norwegians", "Norway"),
        ("Greeks", "Greece"),
        ("Czechs", "Czechia"),
        ("Iraqis", "Iraq"),
        ("Poles", "Poland"),
        ("Swedes", "Sweden"),
        ("Turks", "Turkey"),
        ("Cypriots", "Cyprus"),
        ("Filipinos", "Philippines"),
        ("New Zealanders", "New Zealand"),
        ("Icelanders", "Iceland"),
    ],
)
def test_possessives_and_plurals_are_the_country(text: str, country: str) -> None:
    assert find_countries(text) == (country,)


@pytest.mark.parametrize(
    "text", ["tell us more", "a pole fell", "two poles", "nz", "lao", "a finn in the sea", "the great danes"]
)
def test_words_that_are_a_country_only_with_a_capital_are_none_without(text: str) -> None:
    assert find_countries(text) == ()


@pytest.mark.parametrize(("text", "country"), [("the US", "United States"), ("US-made", "United States"), ("a Pole", "Poland"), ("NZ", "New Zealand"), ("ROC", "Taiwan")])  # fmt: skip
def test_with_a_capital_they_are_the_country(text: str, country: str) -> None:
    assert find_countries(text) == (country,)


def test_a_name_in_small_letters_is_the_country_though_it_may_be_a_bird() -> None:
    assert find_countries("is turkey stricter than jordan?") == ("Turkey", "Jordan")


@pytest.mark.parametrize(
    "text", ["Indiana", "anti-Chinese", "Germania", "Swissair", "eur", "museum", "Omanian", "", "😀", "???"]
)
def test_a_name_inside_another_word_is_none(text: str) -> None:
    assert find_countries(text) == ()


def test_the_longest_name_wins() -> None:
    assert find_countries("North Korean and South Korean") == ("North Korea", "South Korea")
    assert find_countries("New Delhi") == ("India",)


def test_countries_come_in_the_order_they_are_named_each_once() -> None:
    assert find_countries("Tokyo told Kyiv, and Japan told the Ukrainians (and Oslo)") == (
        "Japan",
        "Ukraine",
        "Norway",
    )


def test_a_mention_is_the_exact_words() -> None:
    text = "Germany–France: TÜRKİYE’s and (Norway’s) rules"
    assert [(text[start:end], country) for start, end, country in country_mentions(text)] == [
        ("Germany", "Germany"),
        ("France", "France"),
        ("TÜRKİYE’s", "Turkey"),
        ("Norway’s", "Norway"),
    ]


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("Which Baltic states objected?", {"Estonia", "Latvia", "Lithuania"}),
        (
            "which regulators in the Gulf objected",
            {"Bahrain", "Kuwait", "Oman", "Qatar", "Saudi Arabia", "United Arab Emirates"},
        ),
        ("What did Baltic Cable announce?", set()),
        ("Which countries objected?", set()),
    ],
)
def test_the_members_of_a_region_are_those_it_is_asked_about(text: str, members: set[str]) -> None:
    assert find_members(text) == members


def test_every_country_of_a_region_has_its_names() -> None:
    for region in (
        "European",
        "EU",
        "NATO",
        "Asian",
        "African",
        "Pacific",
        "Latin American",
        "Middle Eastern",
    ):
        members = find_members(f"Which {region} countries objected?")
        assert members
        assert all(find_countries(country) == (country,) for country in members)
