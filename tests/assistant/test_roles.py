"""Who did it and to whom it was said is held to the source."""

from __future__ import annotations

import pytest

from assistant.checking.held import hold
from assistant.checking.roles import find_misaddressed, find_misattributed

WARNING = "Finland's government warned ferry companies that sail to Estonia that radios could leak data."


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Estonia warned ferry companies that radios could leak data.", WARNING),
        ("Finland warned Estonia's government that radios could leak data.", WARNING),
        ("Finland ordered port authorities to remove radios.", "Finland said ferry companies must remove radios."),
        ("Denmark was warned by Norway.", "Norway was warned by Denmark."),
        ("Denmark asked Norway to help.", "Norway asked Denmark to help."),
        ("Telmar described the fault as new.", "Telmar and the agency NORTEL met, and NORTEL described the fault as new."),
        ("The Danish government has put Norway on its list.", "The agency's notice of May put 20 Danish firms on Norway's list."),
        ("The board was chaired by Ola Berg.", "The board was chaired by Anna Lie with Ola Berg as her deputy."),
        ("Telmar sent the records to Haldor.", "The records of Haldor were sent to other firms and to Telmar."),
        ("Ola Berg told operators that the port was closed.", "Anna Lie told operators that the port was closed."),
    ],
)  # fmt: skip
def test_another_who_does_it_or_is_told_is_seen(claim: str, source: str) -> None:
    held = hold(claim, [source])
    assert find_misattributed(held) or find_misaddressed(held)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("Finland warned ferry firms that radios could leak data.", WARNING),
        ("Helsinki warned companies about radios.", WARNING),
        ("Norway was warned by Denmark.", "Denmark warned Norway."),
        ("Finland ordered ferry firms to remove radios.", "Finland said ferry companies must remove radios."),
        ("Finland warned ferry companies.", "It warned them."),
        ("Users were told not to type in data.", "People could keep the app, and users were advised not to enter data."),
        ("Ola Berg said the port was closed.", "The port was closed, said Ola Berg."),
        ("Denmark put 20 firms on its list.", "The Danish agency put 20 firms on its list."),
        ("Telmar's head described the fault.", "NORTEL described the fault to Telmar's head."),
        ("Telmar and NORTEL described the fault.", "NORTEL, Telmar and the port described the fault."),
        ("Telmar sent the records to Haldor.", "The records were sent to Haldor by Telmar."),
        ("Telmar sent the records.", "Records of Telmar were sent to Norway."),
        ("Huawei denied the claim.", "The claim was denied by Norway, Huawei and the union."),
    ],
)  # fmt: skip
def test_the_same_in_other_words_is_let_pass(claim: str, source: str) -> None:
    held = hold(claim, [source])
    assert find_misattributed(held) == find_misaddressed(held) == []
