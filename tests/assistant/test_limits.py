"""A reason, a width or a degree that the source does not give is not supported."""

from __future__ import annotations

import pytest

from assistant.verify import verify_statement

ORDER = (
    "The port suspended its contract with Telmar on 3 May 2021. Telmar's radios broke down in every harbour."
)


@pytest.mark.parametrize(
    ("claim", "source", "reason"),
    [
        ("The port suspended its contract because Telmar's radios broke down.", ORDER, "does not give the reason"),
        ("The port suspended its contract with Telmar because of a strike.", ORDER, "does not give the reason"),
        ("The rule covers only ferries in Norwegian ports.", "The rule covers ferries in Norwegian ports, and tugs only at night.", "'only"),
        ("Norway banned Telmar's radios for all its citizens.", "Norway banned Telmar's radios on all ships of the navy.", "'all its'"),
        ("Each firm must put radios into all of the ports of the north.", "Each firm must put radios into at least half of the ports of the north.", "'half of the ports'"),
        ("The sale was suspended until 2025.", "The sale was suspended from May 2025 to May 2026.", "'until"),
        ("The sale is suspended until May 2025.", "The sale is suspended until June 2026 as announced in May 2025.", "'until May 2025'"),
        ("The sale was suspended from May 2026.", "The sale was suspended from May 2025 to May 2026.", "'since May 2026'"),
        ("The port was shut from 5 May 2021.", "The port was shut from 3 to 5 May 2021.", "'since 5 May 2021'"),
        ("The radios are fully under control.", "The radios are under control to a limited degree.", "'fully under'"),
        ("The port runs fewer inquiries than four years ago.", "The port runs seven times as many inquiries as four years ago.", "'fewer'"),
        ("The port's trade fell from 40 to 20 tons.", "The port's trade went from 20 to 40 tons.", "'from 40 to 20"),
    ],
)  # fmt: skip
def test_a_reason_a_width_or_a_degree_that_the_source_does_not_give_is_not_supported(
    claim: str, source: str, reason: str
) -> None:
    verdict = verify_statement(claim, [source])
    assert verdict.support != "supported"
    assert reason in verdict.reason


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The port suspended its contract because the radios broke down.", "The port suspended its contract after the radios broke down."),
        ("The ban held since 2020.", "Until 2020 trade was free, and the ban held since 2020."),
        ("The port was shut by 3 May 2021.", "The port was shut by 3-5 May 2021."),
        ("The port was shut by 5 May 2021.", "The port was shut by 3-5 May 2021."),
        ("The port was shut from 3 May 2021.", "The port was shut from the 3rd to the 5th of May 2021."),
        ("The radios fail because salt gets into them.", "Salt gets into the radios of ships. The radios fail within a year."),
        ("The rule covers only ferries.", "The rule is limited to ferries."),
        ("The sale was suspended from May 2025.", "The sale was suspended from 9 May 2025 to 8 May 2026."),
        ("Every ship must be checked.", "All ships must be checked."),
        ("The radios had to be replaced completely.", "The radios had to be fully replaced."),
    ],
)  # fmt: skip
def test_what_the_source_gives_in_other_words_is_let_pass(claim: str, source: str) -> None:
    assert verify_statement(claim, [source]).support == "supported"
