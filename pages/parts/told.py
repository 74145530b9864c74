"""What went wrong, told on a page: what can be done about it there or with the folder, and no command for a terminal."""

from __future__ import annotations

from assistant.conversations import ConversationsProblem
from index.types import (
    AdvisoryError,
    CorpusProblem,
    EmptiedCorpus,
    EncoderProblem,
    StoreBusy,
    StoreProblem,
    UnwritableStore,
)

# What comes right without a word from the user once the cause is gone; the nearest kind of a problem counts.
_WAYS_OUT: dict[type[AdvisoryError], str] = {
    EmptiedCorpus: "Until its files are back, answers come from what is indexed.",
    CorpusProblem: "As soon as the folder is there and can be read, its documents are found by themselves.",
    StoreBusy: "It goes on by itself when that has ended.",
    UnwritableStore: "As soon as this program may write there, and there is free space, it goes on by itself.",
    StoreProblem: "",
}
# Their remedies are no commands.
_TOLD_WHOLE = (EncoderProblem, ConversationsProblem)


def told(error: AdvisoryError) -> str:
    """The problem in words for the page.

    >>> told(StoreBusy("store .store is being synced by process 7; wait for it to end, or stop it, and try again"))
    'store .store is being synced by process 7. It goes on by itself when that has ended.'
    """
    kinds = () if isinstance(error, _TOLD_WHOLE) else type(error).__mro__
    for kind in kinds:
        if kind in _WAYS_OUT:
            return f"{error.problem}. {_WAYS_OUT[kind]}".rstrip()
    return str(error)
