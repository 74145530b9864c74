"""What belongs together in a source is not put together otherwise: whose, when, what for, and by which body."""

from __future__ import annotations

import pytest

from assistant.verify import verify_statement

PORT = "The port, opened in 2012, was paid for by Norway at 200 million kroner."
BRANCH = "The thieves alter radios in small branch offices to reach the networks of head offices."
FIRM = "A recruiter wrote to an employee of Telmar with a link to a test."
DUTIES = "By 23 May 2021 agencies had to list their radios and check them. By 28 May 2021 agencies had to report all broken radios to NORTEL."
ALERT = "Norway updated the alert on radios in May."
RULING = "The court ordered Norway to pay Telmar. The removal order itself was found lawful."


@pytest.mark.parametrize(
    ("claim", "source", "reason"),
    [
        ("The port was paid for by Norway in 2012.", PORT, "opened in 2012"),
        ("The thieves enter the networks of head offices in order to reach small branch offices.", BRANCH, "the other way round"),
        ("A recruiter wrote to an employee of NORTEL with a link to a test.", f"NORTEL was told of it. {FIRM}", "employee of Telmar"),
        ("Telmar heard that a recruiter wrote to an employee of Telmarin.", "Telmar heard that a recruiter wrote to an employee of Haldor.", "employee of Haldor'"),
        ("A recruiter wrote to an employee of Telmar’s bank.", "Telmar was told. A recruiter wrote to an employee of Haldor’s bank.", "employee of Haldor's"),
        ("Norway’s ministry warned Denmark.", "Sweden’s ministry warned Denmark, and Norway’s ministry kept silent.", "Sweden's ... warned"),
        ("By 23 May 2021 agencies had to report all broken radios to NORTEL.", DUTIES, "28 May 2021"),
        ("The Norwegian police updated the alert on radios in May.", ALERT, "not of 'police'"),
        ("The court said that the removal order itself was illegal.", RULING, "'lawful'"),
        ("The court did not fine Telmar over the port order.", "The court was told of Telmar and the port order.", "does not say 'not ... fine'"),
        ("The port court ruled for Telmar.", "The port court ruled for the bank on Monday. Telmar was heard on Tuesday.", "ruled for the bank"),
        ("Norway announced arbitration against Telmar in May.", "In May Telmar announced arbitration against Norway.", "arbitration against Norway"),
        ("Providers may exclude radios in the interest of safety.", "Inspectors may exclude radios in the interest of safety. Providers were heard on it.", "Inspectors ... exclude"),
        ("The engineers will extend the test to 21 days.", "The engineers published a study. The harbour pilots will extend the test to 21 days.", "harbour pilots ... extend"),
        ("The review of the port began in May 2023.", "In May 2023 Norway spoke of a review and of radios. The review of the port had begun in March 2023.", "'March 2023' of that"),
        ("Twelve port firms were put on the list.", "Three port firms were put on the list and twelve officers were listed too.", "'Three port firms'"),
        ("Both ports agreed on binding rules.", "Both ports met in May. Nothing binding was agreed on rules.", "'Nothing"),
    ],
)  # fmt: skip
def test_what_belongs_to_another_is_seen(claim: str, source: str, reason: str) -> None:
    verdict = verify_statement(claim, [source])
    assert verdict.support != "supported"
    assert reason in verdict.reason


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The port was opened in 2012 and paid for by Norway.", PORT),
        ("To reach the networks of head offices the thieves alter radios in small branch offices.", BRANCH),
        ("An employee of Telmar got a link to a test from a recruiter.", FIRM),
        ("By 28 May 2021 agencies had to report all broken radios to NORTEL.", DUTIES),
        ("The Norwegian government updated the alert on radios in May.", ALERT),
        ("The Norwegian police updated the alert on radios in May.", "Norway's police updated the alert on radios in May."),
        ("The court found the removal order lawful.", RULING),
        ("Telmar is unable to pay.", "Telmar cannot pay."),
        ("The contract with Telmar was signed by Norway.", "The contract with the firm was signed by Norway. The firm is called Telmar, and its contract is with Telmar's bank."),
        ("Radios may be excluded by ministers.", "Ministers may exclude radios. Radios may break."),
        ("Existing ports must comply by June.", "New ports must comply by May and existing radios and ports by June."),
        ("The review of the port began in March 2023.", "In May 2023 Norway spoke of a review. The review of the port had begun in March 2023."),
        ("Twelve officers and three port firms were listed.", "Three port firms were listed and twelve officers were listed too."),
    ],
)  # fmt: skip
def test_the_same_put_together_in_other_words_is_let_pass(claim: str, source: str) -> None:
    assert verify_statement(claim, [source]).support == "supported"


def test_what_was_done_to_one_is_not_said_of_another_whom_the_next_sentence_names() -> None:
    verdict = verify_statement("Japan banned Huawei.", ["Japan banned ZTE. Japan praised Huawei."])
    assert verdict.support == "contradicted"
    assert "of 'Huawei'" in verdict.reason


@pytest.mark.parametrize(
    "source",
    [
        "Japan banned ZTE. Japan also banned Huawei.",
        "Japan banned ZTE. Later it added Huawei.",
        "Japan banned ZTE. Japan treated Huawei likewise.",
        "Japan banned ZTE. A second order barred Huawei.",
    ],
)
def test_what_was_done_to_both_or_may_have_been_is_let_pass(source: str) -> None:
    assert verify_statement("Japan banned Huawei.", [source]).support != "contradicted"
