"""What a source only supposes, allows or expects is not told outright."""

from __future__ import annotations

import pytest

from assistant.verify import verify_statement


@pytest.mark.parametrize(
    ("claim", "source", "reason"),
    [
        ("Telmar left the ports of Norway in 2021.", "Telmar will leave the ports of Norway in 2021.", "'will leave'"),
        ("The port signed a contract with Telmar in May.", "The port expected a contract with Telmar to be signed in May.", "'expected a"),
        ("Telmar copied the data of the ports.", "It is unclear whether Telmar copied the data of the ports.", "'unclear'"),
        ("The radios come from Telmar's plant in Oslo.", "The radios possibly come from Telmar's plant in Oslo.", "'possibly'"),
        ("A storm caused the break of the cable in the port.", "Officials blamed a storm for breaks of cables. The cause of the break in the port is still unclear.", "'unclear'"),
    ],
)  # fmt: skip
def test_what_a_source_holds_back_is_not_told_outright(claim: str, source: str, reason: str) -> None:
    verdict = verify_statement(claim, [source])
    assert verdict.support != "supported"
    assert reason in verdict.reason


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Telmar may leave the ports of Norway.", "Telmar could leave the ports of Norway."),
        ("Telmar reportedly copied the data of the ports.", "Telmar allegedly copied the data of the ports."),
        ("Telmar left the ports of Norway in 2021.", "Telmar was to leave the ports of Norway in 2020, but left in 2021."),
    ],
)  # fmt: skip
def test_who_holds_back_as_well_or_tells_what_came_is_let_pass(claim: str, source: str) -> None:
    assert verify_statement(claim, [source]).support == "supported"
