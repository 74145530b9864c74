"""What a source tells only to call it untrue, unproven or disputed does not carry a claim that tells it outright."""

from __future__ import annotations

import pytest

from assistant.verify import verify_statement

CLAIM = "Japan banned Huawei."


@pytest.mark.parametrize(
    "source",
    [
        "It is false that Japan banned Huawei.",
        "It is not true that Japan banned Huawei.",
        "It isn't true that Japan banned Huawei.",
        "It is not the case that Japan banned Huawei.",
        "It is incorrect to say that Japan banned Huawei.",
        "It is a myth that Japan banned Huawei.",
        "It is disputed that Japan banned Huawei.",
        "It has not been confirmed that Japan banned Huawei.",
        "It cannot be said that Japan banned Huawei.",
        "The minister denied that Japan banned Huawei.",
        "Japan denied that it banned Huawei.",
        "Officials dismissed reports that Japan banned Huawei.",
        "The paper retracted its story that Japan banned Huawei.",
        "There is no evidence that Japan banned Huawei.",
        "There is no truth to reports that Japan banned Huawei.",
        "Nobody has shown that Japan banned Huawei.",
        "The newspaper falsely claimed that Japan banned Huawei.",
        "It was wrongly reported that Japan banned Huawei.",
        "Japan banned Huawei, a newspaper falsely claimed.",
        "The claim that Japan banned Huawei is false.",
        "Reports that Japan had banned Huawei were wrong.",
        "Claims of Japan having banned Huawei were unfounded.",
        '"Japan banned Huawei" is false.',
        "Japan banned Huawei: this is not true.",
        "A paper said that Japan banned Huawei. The report was false.",
    ],
)
def test_what_is_called_untrue_or_unproven_is_not_told(source: str) -> None:
    assert verify_statement(CLAIM, [source]).support == "contradicted"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        (CLAIM, "It is true that Japan banned Huawei."),
        (CLAIM, "Nobody denied that Japan banned Huawei."),
        (CLAIM, "Japan banned Huawei, though Huawei denied wrongdoing."),
        (CLAIM, "Japan banned Huawei, which the minister falsely claimed was safe."),
        (CLAIM, "Japan banned Huawei. China called the claim that Japan banned Huawei false."),
        ("Japan did not ban Huawei.", "It is false that Japan banned Huawei."),
        ("Tokyo denied that Japan banned Huawei.", "Tokyo denied that Japan banned Huawei."),
        ("There is no evidence that Japan banned Huawei.", "There is no proof that Japan banned Huawei."),
        ("Huawei sent routers to Oslo.", "Oslo disputed the routers that Huawei sent to Oslo."),
    ],
)
def test_what_is_told_outright_or_denied_by_both_is_carried(claim: str, source: str) -> None:
    assert verify_statement(claim, [source]).support == "supported"
