"""What a source says in other words is supported, and its twin that says another thing in such words is not."""

from __future__ import annotations

import pytest

from assistant.verify import verify_statement


def _is_supported(claim: str, source: str) -> bool:
    return verify_statement(claim, [source]).support == "supported"


@pytest.mark.parametrize(
    ("claim", "twin", "source"),
    [
        ("In May it left the league.", "In May it joined the league.", "In May United left the league."),
        ("The company puts its share at 36 percent.", "The company puts its share at 60 percent.", "Its share is disputed: the company speaks of 36 percent."),
    ],
)  # fmt: skip
def test_a_word_that_only_begins_like_a_contrary_is_none(claim: str, twin: str, source: str) -> None:
    assert _is_supported(claim, source)
    assert not _is_supported(twin, source)


def test_may_is_a_month_wherever_it_has_a_capital() -> None:
    claim = "The storm closed four bridges."
    assert _is_supported(claim, "The storm in May closed four bridges.")
    assert not _is_supported(claim, "The storm may have closed four bridges.")


def test_no_less_than_denies_nothing() -> None:
    assert _is_supported("No less than 200 ports were closed.", "At least 200 ports were closed.")
    assert not _is_supported("No less than 200 ports were closed.", "At most 200 ports were closed.")


@pytest.mark.parametrize(
    ("claim", "twin", "source"),
    [
        ("The permit is valid for eight years at most.", "The permit is valid for at least eight years.", "The permit is valid for at most eight years."),
        ("The ports had three years to remove the radios.", "The ports had two years to remove the radios.", "The ports had 36 months to remove the radios."),
        ("They had two days to report the breach.", "They had three days to report the breach.", "They had 48 hours to report the breach."),
    ],
)  # fmt: skip
def test_a_limit_or_a_time_is_the_same_wherever_its_words_stand_and_in_any_unit(
    claim: str, twin: str, source: str
) -> None:
    assert _is_supported(claim, source)
    assert not _is_supported(twin, source)


@pytest.mark.parametrize(
    ("claim", "twin", "source"),
    [
        ("Gear from Acme was removed by the ports.", "Telmar was removed by the ports.", "The ports removed equipment from Acme."),
        ("Hundreds of radios were removed from the ports.", "Telmar removed the radios from the ports.", "240 radios were removed from the ports."),
        ("Permits are limited to eight years.", "Telmar is limited to eight years.", "Permissions are limited to eight years."),
        ("Phone companies got three years to remove the radios.", "Telmar got three years to remove the radios.", "Mobile operators got three years to remove the radios."),
    ],
)  # fmt: skip
def test_a_word_that_opens_a_sentence_is_no_name_for_its_capital(claim: str, twin: str, source: str) -> None:
    assert _is_supported(claim, source)
    assert not _is_supported(twin, source)


@pytest.mark.parametrize(
    ("claim", "twin", "source"),
    [
        ("The rules also cover AI.", "The rules also cover EV makers.", "The rules also cover artificial intelligence."),
        ("The rules also cover UAS makers.", "The rules also cover UAE makers.", "The rules also cover unmanned aircraft systems and their makers."),
    ],
)  # fmt: skip
def test_an_acronym_may_be_spelled_out_in_small_letters(claim: str, twin: str, source: str) -> None:
    assert _is_supported(claim, source)
    assert not _is_supported(twin, source)


def test_a_capital_whose_name_has_an_article_is_its_country() -> None:
    assert _is_supported("The Hague banned the app.", "The Netherlands banned the app.")
    assert not _is_supported("The Hague banned the app.", "Belgium banned the app.")


@pytest.mark.parametrize(
    ("claim", "twin", "source"),
    [
        ("Four carriers received frequencies from the panel.", "Five carriers received frequencies from the panel.", "The panel approved frequencies for Acme, Telmar, Quillon and Sudmark."),
        ("Two members of the House asked for an inquiry.", "Three members of the House asked for an inquiry.", "House members Ann Tell and Joe Marsh asked for an inquiry."),
    ],
)  # fmt: skip
def test_what_a_source_lists_by_name_may_be_counted(claim: str, twin: str, source: str) -> None:
    assert _is_supported(claim, source)
    assert not _is_supported(twin, source)


@pytest.mark.parametrize(
    ("claim", "twin", "source"),
    [
        ("No new radios may be installed in the port.", "New radios may be installed in the port.", "New radios may not be installed in the port."),
        ("The ministry may bar radios of certain makers.", "The ministry must bar radios of certain makers.", "The law lets the ministry bar radios of certain makers."),
        ("Telmar may search for oil in two blocks.", "Telmar must search for oil in two blocks.", "Norland gave Telmar the right to search for oil in two blocks."),
        ("One proposal says the risk should be weighed.", "One proposal says the risk must be weighed.", "One of the proposals says the risk should be weighed."),
    ],
)  # fmt: skip
def test_what_may_be_and_what_is_planned_is_told_in_many_ways(claim: str, twin: str, source: str) -> None:
    assert _is_supported(claim, source)
    assert not _is_supported(twin, source)


def test_a_false_name_and_an_error_call_nothing_untrue() -> None:
    source = "The bill stalled after a drafting error was found by men with malicious profiles."
    assert _is_supported("The bill stalled after an error was found by men with false profiles.", source)
    assert not _is_supported("It is false that the bill stalled after a drafting error was found.", source)


@pytest.mark.parametrize(
    ("claim", "twin", "source"),
    [
        ("Purchasers want every part documented.", "Purchasers bought every part documented.", "State buyers ask for documentation of every part."),
        ("Ann Tell ruled out parts from Norland.", "Ann Tell ruled out parts from Sudmark.", "Ann Tell said she would allow no parts from Norland."),
        ("The court allowed ports 30 days to appeal.", "The court allowed ports 60 days to appeal.", "The court gave the ports 30 days to appeal."),
        ("Officials who leak data can be jailed for up to four years.", "Officials who leak data were acquitted after four years.", "Officials who leak data face up to four years in prison."),
        ("Anyone who leaks such data faces five years behind bars.", "Anyone who leaks such data faces six years behind bars.", "Anyone who leaks such data faces five years in prison."),
    ],
)  # fmt: skip
def test_an_act_is_told_in_other_words_than_its_verb(claim: str, twin: str, source: str) -> None:
    assert _is_supported(claim, source)
    assert not _is_supported(twin, source)


@pytest.mark.parametrize(
    ("claim", "twin", "source"),
    [
        ("Ann Tell maintained that the decree was unrelated to Norland.", "Ann Tell maintained that the decree was directed at Norland.", "Ann Tell said that the decree had nothing to do with Norland."),
        ("The minister's department had none of the devices.", "The minister's department had 15 of the devices.", "The ministry of ports had 12 devices, that of trade 15, and none at the minister's department."),
        ("Since May some metals have needed a licence to leave Norland.", "Since May some metals may leave Norland.", "Since May some metals may not leave Norland without a licence."),
        ("The order mentions no firm, yet Acme was widely taken to be its target.", "The order names Acme as a main target.", "The order names neither Telmar nor Acme, although Acme was seen as a main target."),
        ("Never before had Norland set such rules.", "Norland always had such rules.", "It was the first time that Norland had set such rules."),
    ],
)  # fmt: skip
def test_what_one_side_says_with_not_the_other_may_say_without(claim: str, twin: str, source: str) -> None:
    assert _is_supported(claim, source)
    assert not _is_supported(twin, source)


@pytest.mark.parametrize(
    ("claim", "twin", "source"),
    [
        ("The court confirmed the exclusion of Acme from Norland's ports.", "Acme radios in ports damage Norland.", "The court upheld the exclusion of Acme and found that Acme radios in ports may damage Norland."),
        ("London assumed that the army was the main target.", "The army was the main target.", "London said the main target was believed to be the army."),
    ],
)  # fmt: skip
def test_a_hedge_is_of_what_it_stands_between(claim: str, twin: str, source: str) -> None:
    assert _is_supported(claim, source)
    assert not _is_supported(twin, source)


def test_whom_a_clause_addresses_stands_in_that_clause() -> None:
    source = "Norland ended trade and told the authorities of it."
    assert _is_supported("Norland ended trade before the authorities were told.", source)
    assert not _is_supported("Norland ended trade before the banks were told.", source)


def test_a_contrary_is_seen_across_small_words_and_a_ban_denied_is_not_told_by_another_form() -> None:
    source = "The agency cited a rise of about 1,300 percent in inquiries over six years."
    assert _is_supported("Inquiries had risen by about 1,300 percent in six years.", source)
    assert not _is_supported("Inquiries had fallen by about 1,300 percent in six years.", source)
    denied = "Norland did not ban Quillon firms directly but limited bidders in March."
    assert not _is_supported("Norland directly banned Quillon firms in March.", denied)
    assert _is_supported("Norland limited bidders in March but did not directly ban Quillon firms.", denied)


@pytest.mark.parametrize(
    ("claim", "twin", "source"),
    [
        ("Ann Tell took part for Acme and Joe Marsh for Telmar.", "Ann Tell spoke for Acme and Joe Marsh for Quillon.", "The participants were Ann Tell (Acme) and Joe Marsh (Telmar)."),
    ],
)  # fmt: skip
def test_what_anything_may_be_told_by_needs_no_source(claim: str, twin: str, source: str) -> None:
    assert _is_supported(claim, source)
    assert not _is_supported(twin, source)


def test_a_reason_is_what_was_thought_and_not_that_it_was() -> None:
    source = "The ministry declined to comment and called the matter very sensitive."
    claim = "The ministry would not comment because it regarded the matter as highly sensitive."
    assert _is_supported(claim, source)
    assert not _is_supported(claim.replace("highly sensitive", "settled"), source)


def test_neither_nor_is_not_or() -> None:
    names, denies = (
        "The report names neither Acme nor other makers.",
        "The report does not name Acme or other makers.",
    )
    assert _is_supported(names, denies)
    assert _is_supported(denies, names)
    assert not _is_supported("The report names Acme and other makers.", names)
    assert not _is_supported("The report names Acme and other makers.", denies)


def test_who_may_not_ends_where_another_clause_begins() -> None:
    source = "Acme said that no injuries were known though the airbag may open slowly in rain."
    assert _is_supported("Acme said that no injuries were known though the airbag may open slowly.", source)
    assert not _is_supported("Acme said that no injuries were known as the airbag must open slowly.", source)


def test_a_contrary_is_not_seen_across_somebody() -> None:
    source = "Acme said it had received no request from either side."
    assert _is_supported("Acme said neither side had sent it a request.", source)
    assert not _is_supported("Acme said it had received a request from either side.", source)


def test_one_ministry_is_not_another() -> None:
    source = "Norland's Transport Ministry declined to comment."
    assert _is_supported("The Norland Transport Ministry would not comment.", source)
    assert not _is_supported("The Norland Defence Ministry would not comment.", source)


def test_what_a_further_sentence_denies_is_denied() -> None:
    source = "In March Norland amended licences for radios in ports. Norland did not ban Acme directly."
    assert _is_supported("In March Norland did not directly ban Acme.", source)
    assert not _is_supported(
        "In March Norland banned Acme from licences for radios in ports directly.", source
    )


def test_without_its_annex_is_not_with_the_annex() -> None:
    source = "On 8 May the ports released a report on trade, without its classified annex."
    assert _is_supported("The ports released a report on trade without the classified annex.", source)
    assert not _is_supported(
        "The ports released a report on trade together with the classified annex.", source
    )


def test_never_before_is_not_what_was_earlier() -> None:
    claim = "Never before had Norland set such rules."
    assert _is_supported(claim, "It was the first time that Norland had set such rules.")
    assert not _is_supported(claim, "Norland had set such rules in earlier years.")
