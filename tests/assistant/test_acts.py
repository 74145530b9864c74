"""A claim's act is held to what its source tells was done, by whom, and whether it was done."""

from __future__ import annotations

import pytest

from assistant.language import act_words, acts
from assistant.verify import verify_statement

BAN = "Norway banned the maker's radios from its ports on 3 May 2021."
ORDER = "The council revoked the order against Telmar on 9 June 2022 after two years."


@pytest.mark.parametrize(
    ("claim", "source", "reason"),
    [
        ("Norway lifted its ban on the maker's radios in May 2021.", BAN, "'lifted'"),
        ("The council upheld the order against Telmar on 9 June 2022.", ORDER, "'upheld'"),
        ("The court granted Telmar's appeal in 2021.", "The court dismissed Telmar's appeal in 2021.", "'dismissed'"),
        ("Telmar won its appeal in 2021.", "The court dismissed Telmar's appeal in 2021.", "'won'"),
        ("Telmar admitted the copying of the data.", "Telmar denied the copying of the data.", "'admitted'"),
        ("The agency banned Telmar's radios.", "The agency published a warning about Telmar's radios.", "'banned'"),
        ("The agency banned sales of Telmar's radios.", "The agency considered a proposal to ban sales of Telmar's radios.", "proposal"),
        ("The agency's warning about Telmar's radios was a ban.", "The agency warned of Telmar's radios. A minister told his staff to stop using Telmar's radios.", "'ban'"),
        ("Norway banned Telmar's radios.", "Bergen Group banned Telmar's radios for work in Norway.", "banned"),
        ("The council signed the contract in May.", "The council was close to signing the contract in May.", "'signed'"),
        ("Telmar welcomed the ruling on its radios.", "Telmar called the ruling on its radios disappointing and wrong.", "'welcomed'"),
        ("Telmar accepted the remarks on its radios.", "Telmar dismissed the remarks on its radios as false.", "'accepted'"),
        ("The port replaced its old radios.", "The port deleted the bug. Owners are advised to replace old radios.", "'replaced'"),
        ("Norway ordered its ports to paint Telmar's radios.", "Norway checks Telmar's radios, and sellers have to wait for months.", "ordered"),
        ("Norway accepted Telmar's radios.", "Norway tested Telmar's radios in May.", "'accepted'"),
        ("Telmar bought the ferry.", "Telmar sold the ferry.", "'sold', not 'bought'"),
        ("The port bought radios from Telmar.", "Telmar planned to sell radios to the port.", "'bought' as done"),
        ("The agency issued four orders in May.", "The agency retired four orders in May that it had published in March.", "'retired'"),
    ],
)  # fmt: skip
def test_an_act_that_the_source_does_not_tell_of_is_not_supported(
    claim: str, source: str, reason: str
) -> None:
    verdict = verify_statement(claim, [source])
    assert verdict.support != "supported"
    assert reason in verdict.reason


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Norway prohibited the maker's radios in May 2021.", BAN),
        ("The order against Telmar was annulled on 9 June 2022.", ORDER),
        ("The council set the order against Telmar aside on 9 June 2022.", ORDER),
        ("The court turned down Telmar's appeal in 2021.", "The court dismissed Telmar's appeal in 2021."),
        ("Telmar's radios are banned in ports.", "Telmar's radios may not be used in ports."),
        ("Telmar products must not be bought by operators of vital plants.", "The office said a check of Telmar products had found risks and that operators of vital plants may not buy them."),
        ("Ports must remove Telmar's radios by 2027.", "The act makes removal of Telmar's radios from ports by 2027 a legal duty."),
        ("Telmar dismissed the report as rumour.", "Telmar replied that the report rested on rumour."),
        ("The court granted Telmar 80 million kroner.", "The court told the state to pay Telmar 80 million kroner."),
        ("NORTEL published a warning about Telmar's radios.", "Telmar sought a stop and withdrawal of NORTEL's warning about Telmar's radios. NORTEL had published it."),
        ("Firms suffer from the slow approval of radios.", "The slow and uncertain approval of radios makes firms suffer."),
        ("The port bought radios from Telmar.", "Telmar sold radios to the port."),
        ("Telmar sold radios to the port.", "The port bought radios from Telmar."),
        ("The captain pleaded guilty to smuggling.", "The captain admitted guilt of smuggling in court."),
    ],
)  # fmt: skip
def test_an_act_may_be_told_in_other_words(claim: str, source: str) -> None:
    assert verify_statement(claim, [source]).support == "supported"


def test_a_ban_denied_is_no_ban() -> None:
    source = "The agency's notice about Telmar's radios is a warning and not a ban."
    assert verify_statement("The agency banned Telmar's radios.", [source]).support != "supported"


def test_what_another_did_is_not_what_the_one_named_did() -> None:
    evidence = ["Minister Ola Berg ordered the port to stop using Telmar's radios in May."]
    assert verify_statement("Minister Ola Berg banned Telmar's radios.", evidence).support == "supported"
    assert verify_statement("The agency NORTEL banned Telmar's radios.", evidence).support != "supported"


# A claim and a source for each row of the tables, in their order: without the row they are judged otherwise.
PHRASES_AT_WORK = [
    ("The court annulled the order.", "The court set aside the order."),
    ("The court rejected the appeal.", "The court turned down the appeal."),
    ("The court ruled out an appeal.", "The court heard an appeal."),
    ("The captain admitted guilt.", "The captain pleaded guilty."),
    ("The port cancelled the tender.", "The port called off the tender."),
    ("Norway joined the treaty.", "Norway pulled out of the treaty."),
    ("The port resumed trade.", "Trade came back to the port."),
    ("The council approved the sale.", "The council gave the go-ahead for the sale."),
    ("The port suspended the contract.", "The port put on hold the contract."),
    ("The court approved the request.", "The court granted the request."),
    ("Telmar dismissed the report as rumour.", "Telmar replied that the report was rumour."),
    ("Norway banned the firm.", "Norway kept out the firm."),
    ("Norway banned the firm.", "Norway kept the firm out of its ports."),
    ("Norway banned the radios.", "Norway got the radios out."),
    ("Norway banned the radios.", "Norway phased out the radios."),
]
SAYINGS_AT_WORK = [
    ("The firm denied the claim.", "The firm called the claim absurd."),
    ("The firm praised the ruling.", "The firm was pleased with the ruling."),
    ("Norway banned the radios.", "The radios may not be used in Norway."),
    ("Norway banned the firm.", "Norway kept the firm from its tenders."),
    ("Norway ordered ports to remove radios.", "Ports have to remove radios in Norway."),
    ("Norway banned the radios.", "The radios are to be gone from Norway."),
    ("Norway allowed the use of radios.", "Ports may use radios in Norway."),
    ("Norway allowed the ports 30 days.", "Norway gave the ports 30 days to appeal."),
    ("The court ruled out an appeal.", "The court will hear no appeal."),
    ("The court jailed the captain.", "The captain faces three years in prison, said the court."),
    ("Norway adopted the law.", "The law took effect in Norway."),
]


@pytest.mark.parametrize(
    ("table", "row", "claim", "source"),
    [
        (table, row, *pair)
        for table, pairs in (("PHRASES", PHRASES_AT_WORK), ("SAYINGS", SAYINGS_AT_WORK))
        for row, pair in enumerate(pairs)
    ],
)
def test_each_row_of_several_words_changes_a_verdict(
    monkeypatch: pytest.MonkeyPatch, table: str, row: int, claim: str, source: str
) -> None:
    def judged() -> tuple[list[str], list[str]]:
        acts._acts.cache_clear()
        return acts.find_untold(claim, [source]), acts.find_opposed(claim, source)

    rows = getattr(acts, table)
    with_it = judged()
    monkeypatch.setattr(acts, table, rows[:row] + rows[row + 1 :])
    without = judged()
    acts._acts.cache_clear()
    assert with_it != without


def test_every_row_of_several_words_is_shown_at_work() -> None:
    assert len(PHRASES_AT_WORK) == len(act_words.PHRASES)
    assert len(SAYINGS_AT_WORK) == len(act_words.SAYINGS)


@pytest.mark.parametrize("kind", sorted(act_words.TO_BE_TOLD))
def test_an_act_that_must_be_told_is_told_by_each_of_its_words_and_by_no_other(kind: str) -> None:
    for word in act_words.ACTS[kind][0].split():
        claim = f"The council did {word} the tender."
        assert acts.find_untold(claim, [f"The council did {word} the tender."]) == []
        [act] = acts.find_acts(claim)
        if kind not in act_words.EVERYDAY and act.kinds <= act_words.TO_BE_TOLD:
            assert acts.find_untold(claim, ["The council did paint the tender."])
