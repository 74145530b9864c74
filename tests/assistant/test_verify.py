"""What a passage carries is supported; what it does not say, or says otherwise, is not, and the reason names it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checking.reading import sentences_of
from assistant.verify import SUPPORTED_FROM, verify_statement

DECISION = (
    "On 14 July 2020 Culture Secretary Oliver Dowden told Parliament that operators could buy no new Huawei 5G equipment "
    "after 31 December 2020. All Huawei 5G equipment already installed in UK networks has to be gone by the end of 2027. "
    "Dowden said the decision would delay 5G by two to three years and add costs of up to GBP 2 billion."
)
DIRECTIVE = (
    "CISA issued Emergency Directive 24-01 on 19 January 2024. Agencies must disconnect affected products within 48 hours. "
    "Ivanti did not name the attackers. The agency is considering a wider ban on the products. Officials may grant extensions."
)


@dataclass
class Opinion:
    """A judge that is always of the same opinion, and keeps which sentences it was asked about."""

    nearness: float = 1.0
    probability: float = 1.0
    asked: list[Sequence[str]] = field(default_factory=list)

    def near(self, claim: str, sentences: Sequence[str], /) -> float:
        return self.nearness

    def carried(self, claim: str, sentences: Sequence[str], /) -> float:
        self.asked.append(sentences)
        return self.probability


@pytest.mark.parametrize(
    "claim",
    [
        "Operators may not buy new Huawei 5G equipment after 31 December 2020.",
        "Operators may therefore not buy new Huawei 5G equipment after 31 December 2020.",
        "The decision adds costs of up to £2bn and a delay of two to three years.",
        "The cost was put at up to 2,000,000,000 pounds.",
        "Huawei equipment must be out of British networks by the end of 2027.",
        "Oliver Dowden told Parliament on July 14, 2020 that no new Huawei equipment could be bought after December 2020.",
        "The announcement to Parliament came on 2020-07-14 from Dowden.",
    ],
)
def test_an_honest_paraphrase_is_supported(claim: str) -> None:
    assert verify_statement(claim, [DECISION]).support == "supported"


def test_a_date_that_the_closest_sentence_gives_otherwise_is_not_taken_from_another() -> None:
    source = "The port opened on 12 March 2026. The fair closed on 13 March 2026."
    assert verify_statement("The port opened on 12 March 2026.", [source]).support == "supported"
    verdict = verify_statement("The port opened on 13 March 2026.", [source])
    assert (verdict.support, verdict.reason) == (
        "contradicted",
        "the source says '12 March 2026' of that, not '13 March 2026'",
    )


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        ("Dowden said the decision would add costs of up to GBP 3 billion.", "GBP 3 billion"),
        ("Dowden said the decision would add costs of up to EUR 2 billion.", "EUR 2 billion"),
        ("Oliver Dowden told the Bundestag that operators could buy no new equipment.", "Bundestag"),
        ("Operators could buy no new Huawei 6G equipment after 31 December 2020.", "6G"),
        ("A fine of 10,000 yen was imposed on operators.", "10,000 yen"),
    ],
)
def test_a_fact_in_no_source_is_named(claim: str, missing: str) -> None:
    verdict = verify_statement(claim, [DECISION])
    assert verdict.support in ("partly", "not")
    assert f"'{missing}'" in verdict.reason


@pytest.mark.parametrize(
    ("claim", "said", "instead"),
    [
        ("All Huawei 5G equipment in UK networks has to be gone by the end of 2028.", "2028", "2027"),
        ("Dowden told Parliament on 15 July 2020 that operators could buy no new Huawei equipment.", "15 July 2020", "14 July 2020"),
        ("Dowden said the decision would delay 5G by two to four years.", "four years", "three years"),
    ],
)  # fmt: skip
def test_another_date_or_number_of_the_same_contradicts_a_claim(claim: str, said: str, instead: str) -> None:
    verdict = verify_statement(claim, [DECISION])
    assert verdict.support == "contradicted"
    assert f"'{said}'" in verdict.reason
    assert f"'{instead}'" in verdict.reason


@pytest.mark.parametrize("claim", ["The bot infected 12 routers.", "The bot infected over 1,000 routers."])
def test_a_count_in_other_figures_or_within_a_limit_contradicts_nothing(claim: str) -> None:
    source = (
        "The bot infected twelve routers." if "12" in claim else "The bot infected more than 1,500 routers."
    )
    assert verify_statement(claim, [source]).support != "contradicted"


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("Agencies may disconnect affected products within 48 hours.", "'must', not 'may'"),
        ("Agencies need not disconnect affected products within 48 hours.", "does not say 'not"),
        ("Ivanti named the attackers.", "says 'not ... name'"),
        ("The agency has decided a wider ban on the products.", "considering"),
        ("Officials must grant extensions.", "'may', not 'must'"),
        ("Agencies must connect affected products before 48 hours.", ""),
    ],
)
def test_the_contrary_of_the_source_is_not_supported(claim: str, reason: str) -> None:
    verdict = verify_statement(claim, [DIRECTIVE])
    assert verdict.support != "supported"
    assert reason in verdict.reason


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Norway imposed a ban on all radios of the port.", "Norway avoided a ban on all radios of the port."),
        ("The port operators had long demanded the exchange.", "The port operators had long resisted the exchange."),
        ("Norway was seen as eager to use the radios.", "Norway was seen as reluctant to use the radios."),
    ],
)  # fmt: skip
def test_an_everyday_contrary_in_the_place_of_a_word_is_seen(claim: str, source: str) -> None:
    assert verify_statement(claim, [source]).support == "contradicted"


def test_before_is_not_after() -> None:
    claim = "Operators could buy no new Huawei 5G equipment before 31 December 2020."
    assert verify_statement(claim, [DECISION]).reason == "the source says 'after', not 'before'"


def test_who_did_it_to_whom_matters() -> None:
    assert verify_statement("Japan warned China.", ["Japan warned China."]).support == "supported"
    assert verify_statement("China warned Japan.", ["Japan warned China."]).support == "contradicted"
    assert verify_statement("China was warned by Japan.", ["Japan warned China."]).support == "supported"


def test_names_exchanged_in_a_long_sentence_are_seen_and_reordered_lists_are_not() -> None:
    source = "In May the ministry said that Norway would ask Denmark for the reports of the Nordic council."
    claim = "In May the ministry said that Denmark would ask Norway for the reports of the Nordic council."
    assert verify_statement(claim, [source]).support == "contradicted"
    source = "Huawei and Hikvision were named in the report of the committee."
    assert (
        verify_statement(source.replace("Huawei and Hikvision", "Hikvision and Huawei"), [source]).support
        == "supported"
    )


def test_a_sentence_kept_but_for_a_name_of_the_next_one_is_not_supported() -> None:
    evidence = "Telenor chose Ericsson for its core network in May 2020. Telia stayed with Nokia."
    claim = "Telia chose Ericsson for its core network in May 2020."
    assert verify_statement(claim, [evidence]).support != "supported"


def test_identifiers_agree_however_they_are_written() -> None:
    for claim in ("ED 24-01 was issued by CISA.", "CISA issued emergency directive 24–01."):
        assert verify_statement(claim, [DIRECTIVE]).support == "supported"
    assert verify_statement("CISA issued Emergency Directive 24-02.", [DIRECTIVE]).support != "supported"


def test_evidence_may_stand_in_several_places() -> None:
    evidence = ["Spain signed the contract in May 2024.", "The contract was worth 12 million euros."]
    assert (
        verify_statement("Spain signed a contract worth 12 million euros in May 2024.", evidence).support
        == "supported"
    )


def test_marks_addresses_and_list_numbers_are_no_part_of_a_claim() -> None:
    claim = "3. **Huawei** equipment has to be gone by the end of 2027 [7][12, 13]. (https://example.org/5)"
    assert verify_statement(claim, [DECISION]).support == "supported"


def test_no_source_supports_nothing() -> None:
    assert verify_statement("Japan warned China.", []).support == "not"
    assert verify_statement("", [DECISION]).support == "not"
    assert verify_statement("...", ["..."]).support == "not"


@pytest.mark.parametrize(
    ("claim", "support", "reason"),
    [
        ("The office repaired its cranes.", "supported", "the source says so"),
        ("The harbour office trains divers and welders.", "partly", "does not mention 'welders', 'divers', 'trains'"),
        ("The harbour trains divers and welders each spring.", "not", "does not mention 'spring', 'welders', 'divers'"),
    ],
)  # fmt: skip
def test_a_claim_is_carried_as_far_as_its_words_are(claim: str, support: str, reason: str) -> None:
    verdict = verify_statement(claim, ["The harbour office repaired its cranes."])
    assert verdict.support == support
    assert reason in verdict.reason


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The phone had software that could detect and censor terms.", "The phone contained software able to detect and censor terms."),
        ("The firm had been asked to diversify its suppliers.", "The firm was asked to diversify its suppliers."),
        ("The firm said it would consider further remedies.", "The firm said it would look at further remedies."),
    ],
)  # fmt: skip
def test_a_possibility_a_request_and_a_plan_may_be_told_in_other_words(claim: str, source: str) -> None:
    assert verify_statement(claim, [source]).support == "supported"


def test_what_is_only_looked_at_is_not_done() -> None:
    verdict = verify_statement(
        "The firm used further remedies.", ["The firm said it would look at further remedies."]
    )
    assert (verdict.support, verdict.reason) == ("contradicted", "the source says 'look at ... remedies'")


@pytest.mark.parametrize(
    ("claim", "added"),
    [
        ("Operators must remove their radios and cameras by May.", "'cameras'"),
        ("Schools and operators must remove their radios by May.", "'Schools'"),
        ("Operators must remove their radios, cameras and phones by May.", "'cameras', 'phones'"),
        ("Operators must secretly remove their radios by May.", "'secretly'"),
        ("Operators must remove their radios from hospitals by May.", "'hospitals'"),
        ("Operators must remove their radios by May to please farmers.", "'please', 'farmers'"),
        ("Operators must remove their radios by May, despite protests by museums.", "'protests', 'museums'"),
    ],
)
def test_what_is_put_into_the_wording_of_a_source_is_not_carried(claim: str, added: str) -> None:
    verdict = verify_statement(claim, ["Operators must remove their radios by May."])
    assert verdict.support != "supported"
    assert verdict.reason == f"the source does not mention {added}"


@pytest.mark.parametrize(
    "claim",
    [
        "The operators must also remove every one of their radios by May.",
        "Importantly, operators must remove their radios by May, the document says.",
        "Operators in Norland must remove their radios by May.",
    ],
)
def test_words_that_add_nothing_are_no_addition(claim: str) -> None:
    sources = ["Operators must remove all their radios by May.", "It is the law of Norland."]
    assert verify_statement(claim, sources).support == "supported"


def test_what_speaks_against_a_claim_that_is_hardly_carried_is_the_reason_and_no_contradiction() -> None:
    claim = "Ships must carry lamps, ropes, charts and flags of the harbour."
    verdict = verify_statement(claim, ["Ships may carry water."])
    assert (verdict.support, verdict.reason) == ("not", "the source says 'may', not 'must'")


def test_an_encoder_can_tip_the_balance_but_not_a_missing_fact() -> None:
    claim, evidence = "Firms were told to get rid of hardware.", ["Companies had to remove devices."]
    assert verify_statement(claim, evidence).support == "partly"
    verdicts = [verify_statement(claim, evidence, judge=Opinion(nearness=near)) for near in (0.0, 1.0)]
    assert [verdict.support for verdict in verdicts] == ["not", "supported"]
    told = verify_statement("Companies had to remove devices in 2021.", evidence, judge=Opinion())
    assert (told.support, told.reason) == ("partly", "the source does not give '2021'")


def test_a_judge_that_finds_the_words_but_not_the_claim_is_believed() -> None:
    claim, evidence = "Companies removed devices.", ["Companies had devices removed. It rained."]
    asked: list[Sequence[str]] = []
    assert verify_statement(claim, evidence, judge=Opinion(asked=asked)).support == "supported"
    assert asked == [["Companies had devices removed."]]
    doubted = verify_statement(claim, evidence, judge=Opinion(probability=0.1))
    assert (doubted.support, doubted.reason) == ("partly", "the source has its words, but does not say this")
    assert doubted.score < SUPPORTED_FROM
    assert verify_statement("Nobody came.", evidence, judge=Opinion()).support != "supported"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sentences_of(DECISION) + sentences_of(DIRECTIVE)), min_size=1, max_size=5))
def test_every_sentence_of_the_evidence_is_supported_by_it(sentences: list[str]) -> None:
    for sentence in sentences:
        assert verify_statement(sentence, [" ".join(sentences)]).support == "supported"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=3))
def test_any_text_gets_a_verdict(claim: str, evidence: list[str]) -> None:
    verdict = verify_statement(claim, evidence)
    assert verdict.support in ("supported", "partly", "contradicted", "not")
    assert 0.0 <= verdict.score <= 1.0
    assert verdict.reason
    assert verify_statement(claim, evidence) == verdict


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The share rose by 5 percent.", "The share rose by 5 percentage points."),
        ("The ban covers 200 ports.", "The ban covers more than 200 ports."),
        ("The ban covers more than 200 ports.", "The ban covers 200 ports."),
        ("The ban covers up to 200 ports.", "The ban covers at least 200 ports."),
        ("Permits are valid for eight years.", "Permits are valid for at most eight years."),
        ("The cost is 15 million euros.", "The cost is up to 15 million euros."),
        ("The rule starts in early 2026.", "The rule starts in late 2026."),
        ("The rule starts in the first half of 2026.", "The rule starts on 12 October 2026."),
        ("The rule starts by the end of 2026.", "The rule starts after the end of 2026."),
        ("The number rose from 400 to 200.", "The number rose from 200 to 400."),
        ("The 12 ports were closed.", "Some of the 12 ports were closed."),
        ("The ship cut the cable.", "The captain denied that the ship cut the cable."),
        ("The ship cut the cable.", "It is not known whether the ship cut the cable."),
        ("The ship cut the cable.", "If the ship cut the cable, the captain will be charged."),
    ],
)  # fmt: skip
def test_a_limit_a_part_and_a_supposition_are_not_the_thing(claim: str, source: str) -> None:
    assert verify_statement(claim, [source]).support != "supported"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The ban covers over 200 ports.", "The ban covers more than 200 ports."),
        ("The ban covers at least 200 ports.", "The ban covers 200 ports or more."),
        ("More than 200 ports are covered by the ban.", "The ban covers 203 ports."),
        ("The cost is 10 to 15 million euros.", "The cost is between 10 and 15 million euros."),
        ("The share rose by five percentage points.", "The share rose by 5 percentage points."),
        ("The rule starts in the first half of 2026.", "The rule starts on 12 March 2026."),
        ("The captain is said to have denied that the ship cut the cable.", "The captain denied that the ship cut the cable."),
    ],
)  # fmt: skip
def test_the_same_limit_and_the_same_time_in_other_words_are(claim: str, source: str) -> None:
    assert verify_statement(claim, [source]).support == "supported"


TABLE = (
    "Maker: Orbis Ropes; Home: Korsund; Measure: No new purchases.\n"
    "Maker: Delphi Cranes; Home: Tarsia; Measure: Inspection every six months."
)


def test_what_stands_in_one_row_of_a_table_is_told_of_no_other() -> None:
    assert verify_statement("The home of Delphi Cranes is Tarsia.", [TABLE]).support == "supported"
    assert verify_statement("The home of Delphi Cranes is Korsund.", [TABLE]).support != "supported"
    both = "The home of Orbis Ropes is Korsund, and that of Delphi Cranes is Tarsia."
    assert verify_statement(both, [TABLE]).support == "supported"


def test_a_question_in_a_source_states_nothing() -> None:
    interview = "Observer: Will Mr Lenz resign? Lenz: No."
    assert verify_statement("Lenz will resign.", [interview]).support != "supported"
    assert (
        verify_statement("She asked whether ropes are safe.", ['She asked: "Are ropes safe?"']).support
        == "supported"
    )


def test_a_name_and_that_it_said_something_carry_nothing_else() -> None:
    source = 'Chief executive Dario Lenz said: "We take these reports seriously."'
    assert verify_statement("Dario Lenz said he would resign.", [source]).support != "supported"


def test_a_body_whose_country_the_source_leaves_out_is_no_other_body() -> None:
    source = "The Ministry of Ropes has suspended all purchases of lamps."
    verdict = verify_statement("The Ministry of Ropes of Norland suspended purchases of lamps.", [source])
    assert verdict.support != "contradicted"
    other = verify_statement("The Ministry of Energy suspended purchases of lamps.", [source])
    assert other.support == "contradicted"


@pytest.mark.parametrize(
    "claim",
    [
        "It is untrue that all Huawei 5G equipment already installed in UK networks has to be gone by the end of 2027.",
        "All Huawei 5G equipment already installed in UK networks has to be gone by the end of 2027, which is false.",
        "That Huawei equipment has to be gone from UK networks by the end of 2027 is a myth.",
    ],
)
def test_what_is_called_untrue_is_not_what_the_source_says(claim: str) -> None:
    assert verify_statement(claim, [DECISION]).support == "contradicted"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("By the Norland law Quillon depended on Sudmark.", "The Norland law of May 2021 says Quillon depended on Sudmark."),
        ("Operators were barred from buying new Quillon routers.", "The minister said that operators could buy no new Quillon routers."),
        ("Norland's envoy in Telmar called the move wrong.", "Norland's ambassador called the move wrong."),
        ("The bar for sabotage has been crossed.", "The threshold for sabotage, the chief said, has been crossed."),
        ("Harbour Songs is an album from Quillon.", "Harbour Songs is an album by Quillon."),
        ("Norland used its powers for a finding.", "It was a finding under the powers of Norland, and the firm would use appeals."),
        ("Relying on such makers could leave the ports of Norland inadequately protected.", "Relying on such makers may mean that a firm fails to protect the ports of Norland adequately against storms."),
    ],
)  # fmt: skip
def test_what_only_looks_contrary_is_not_held_against_a_claim(claim: str, source: str) -> None:
    assert verify_statement(claim, [source]).support != "contradicted"
    assert "does not tell of" not in verify_statement(claim, [source]).reason


def test_a_time_until_which_is_still_not_one_from_which() -> None:
    source = "The ban of Quillon routers in the ports of Norland lasts from 2027."
    assert (
        verify_statement(
            "The ban of Quillon routers in the ports of Norland lasts by 2027.", [source]
        ).support
        != "supported"
    )


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The bar on Quillon was a purely political step.", "Quillon had called the bar on Quillon a purely political step."),
        ("The rule aims only at Quillon.", "The operators argued that the rule in practice aims only at Quillon."),
        ("Quillon routers are a danger to ports.", "Quillon denounced the claim that its routers are a danger to ports."),
        ("The inquiry was revenge for the tariffs.", "A former harbour chief, Ada Lund, called the inquiry revenge for the tariffs."),
    ],
)  # fmt: skip
def test_what_somebody_only_claims_is_not_told_as_so(claim: str, source: str) -> None:
    verdict = verify_statement(claim, [source])
    assert verdict.support != "supported"
    assert "the source gives it as somebody's word" in verdict.reason
    assert verify_statement(source, [source]).support == "supported"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The harbour office may fine Quillon.", "Lund says the harbour office may fine Quillon."),
        ("Quillon routers were found in two ports.", "The office reported that Quillon routers were found in two ports."),
        ("The rule aims only at Quillon.", "The operators argued that the rule aims only at Quillon. The rule aims only at Quillon, the court found."),
        ("In Lund's eyes the rule aims only at Quillon.", "Lund argued that the rule aims only at Quillon."),
    ],
)  # fmt: skip
def test_what_a_source_says_or_finds_itself_needs_no_name_to_it(claim: str, source: str) -> None:
    assert "somebody's word" not in verify_statement(claim, [source]).reason


def test_what_somebody_vouches_for_is_not_what_another_sentence_tells() -> None:
    source = "The office said that Quillon routers had hidden faults. Quillon confirmed that it had received the letter of the office."
    verdict = verify_statement("Quillon confirmed that its routers had hidden faults.", [source])
    assert verdict.support != "supported"
    assert "does not say 'confirmed' of that" in verdict.reason
    assert (
        verify_statement("Quillon confirmed that it had received the office's letter.", [source]).support
        == "supported"
    )
