"""Questions that an advisory's text answers: each with the facts of its fields and the sentence that says them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence

from evals.csaf.advisories import Advisory, Folder
from evals.csaf.matters import MATTERS, Matter, blanks
from evals.scores import normalise
from evals.types import Case, Place


def answerable_cases(folder: Folder, count: int, choose: random.Random) -> tuple[list[Case], Counter[str]]:
    """`count` questions, as evenly of every type as there are, and how many of each type the text does not answer."""
    unsaid: Counter[str] = Counter()
    streams = [(matter, _cases(matter, folder, choose, unsaid)) for matter in MATTERS]
    cases: list[Case] = []
    while streams and len(cases) < count:
        for matter, stream in list(streams):
            case = next(stream, None)
            if case is None:
                streams.remove((matter, stream))
            elif len(cases) < count:
                cases.append(case)
    return cases, unsaid


def _cases(matter: Matter, folder: Folder, choose: random.Random, unsaid: Counter[str]) -> Iterator[Case]:
    """The type's questions over the advisories in random order, one an advisory."""
    number = 0
    for advisory in choose.sample(folder.advisories, len(folder.advisories)):
        drafts = list(matter.drafts(advisory, folder))
        if not drafts:
            continue
        draft = choose.choice(drafts)
        fitting = [w for w in matter.wordings if all(name in draft.about for name in blanks(w))]
        place = find_place(advisory, draft.told)
        if not fitting:
            continue
        if place is None:
            unsaid[matter.name] += 1
        else:
            number += 1
            yield Case(
                id=f"csaf-{matter.name}-{number:03}",
                kind=matter.kind,
                question=choose.choice(fitting).format(**draft.about),
                answerable=True,
                facts=draft.facts,
                evidence=((place,),),
                forbidden=draft.forbidden,
            )


def find_place(advisory: Advisory, told: Sequence[str]) -> Place | None:
    """The shortest sentence that holds all of `told` and occurs once in its document."""
    wanted = [normalise(text) for text in told]
    holding = [s for s in advisory.sentences if all(text in normalise(s) for text in wanted)]
    once = [s for s in holding if advisory.text.count(s) == 1]
    return Place(advisory.name, min(once, key=len)) if once else None
