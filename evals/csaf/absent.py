"""Questions to which a folder of advisories holds no answer, each about what it does hold."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

from evals.csaf.advisories import Advisory, Folder
from evals.csaf.matters import MATTERS, blanks, wordings
from evals.types import Case

# A folder of one vendor has no other vendor's product to ask about: after so many tries none is looked for.
MOST_TRIES = 1000


def absent_cases(folder: Folder, count: int, choose: random.Random) -> list[Case]:
    """`count` questions about identifiers, pairs, products and matters that the folder does not hold; fewer of a small folder."""
    cases: dict[str, Case] = {}
    kinds = list(_ABSENT)
    while kinds and len(cases) < count:
        name, kind, ask = kinds[len(cases) % len(kinds)]
        tries = (ask(folder, choose) for _ in range(MOST_TRIES))
        question = next((question for question in tries if question and question not in cases), "")
        if question:
            cases[question] = Case(f"csaf-absent-{name}-{len(cases):03}", kind, question, False)
        else:
            kinds.remove((name, kind, ask))
    return list(cases.values())


def _identifier(folder: Folder, choose: random.Random) -> str:
    """A CVE or advisory id of the right form that no advisory has."""
    known = choose.choice(folder.advisories)
    about = {
        "cve": _changed(choose.choice(known.cves or ("CVE-2020-1000",)), choose),
        "id": _changed(known.id, choose),
    }
    taken = {*folder.cves, *(advisory.id for advisory in folder.advisories)}
    if taken & set(about.values()):
        return ""
    fitting = [w for m in MATTERS for w in m.wordings if set(blanks(w)) <= set(about)]
    return choose.choice(fitting).format(**about)


def _changed(identifier: str, choose: random.Random) -> str:
    """The identifier with other last digits: CVE-2020-10055 -> CVE-2020-10937."""
    return re.sub(
        r"\d{2,3}(?=\D*$)", lambda m: f"{choose.randrange(10 ** len(m[0])):0{len(m[0])}}", identifier
    )


def _pair(folder: Folder, choose: random.Random) -> str:
    """A CVE asked of an advisory that does not cover it."""
    one, other = _two(folder, choose)
    if not one.cves or set(one.cves) & set(other.cves):
        return ""
    cve = choose.choice(one.cves)
    wordings = ("What score does {id} give {cve}?", "Which products does {id} list as affected by {cve}?",
                "Who reported {cve} according to {id}?", "which weakness does {id} name for {cve}?",
                "does {id} cover {cve}?", "{id} {cve} fix", "how bad is {cve} in {id}")  # fmt: skip
    return choose.choice(wordings).format(id=other.id, cve=cve)


def _two(folder: Folder, choose: random.Random) -> Sequence[Advisory]:
    """Two advisories; of a folder of one, that one twice."""
    return choose.sample(folder.advisories, 2) if len(folder.advisories) > 1 else folder.advisories * 2


def _product(folder: Folder, choose: random.Random) -> str:
    """A product that a known vendor does not have in any advisory."""
    makers = choose.choice(folder.advisories).vendors
    letters = "".join(choose.choices("BCDFGHKLMNPQRVWXZ", k=3))
    product = f"{makers[0]} {letters}-{choose.randrange(1000, 9999)}" if makers and makers[0] else ""
    if not product or any(product in advisory.text for advisory in folder.advisories):
        return ""
    wordings = ("Who reported the vulnerabilities in {p}?", "When was the advisory on {p} published?",
                "Which versions of {p} are affected?", "What is the highest CVSS score in the advisory on {p}?",
                "Which critical infrastructure sectors use {p}?", "who found the bugs in {p}", "{p} fix?")  # fmt: skip
    return choose.choice(wordings).format(p=product)


def _maker(folder: Folder, choose: random.Random) -> str:
    """A vendor asked about another vendor's product."""
    one, other = _two(folder, choose)
    makers, own = one.vendors, other.vendors
    if len(makers) != 1 or len(own) != 1 or not other.title.startswith(f"{own[0]} "):
        return ""
    product = f"{makers[0]} {other.title.removeprefix(own[0]).strip()}"
    called = set(product.casefold().split())
    if any(called <= set(advisory.text.casefold().split()) for advisory in folder.advisories):
        return ""
    wordings = ("Who reported the vulnerabilities in {p}?", "When was the advisory on {p} published?",
                "how bad are the flaws in {p}", "Which critical infrastructure sectors use {p}?")  # fmt: skip
    return choose.choice(wordings).format(p=product)


def _matter(folder: Folder, choose: random.Random) -> str:
    """What no advisory says, asked of one that exists."""
    advisory = choose.choice([a for a in folder.advisories if a.cves])
    about = {"cve": choose.choice(advisory.cves), "id": advisory.id}
    return choose.choice(wordings()["absent"]).format(**about)


# Each kind of what is absent: its name, its gold kind, and what asks for it; "" where the advisories chosen do not serve.
_ABSENT: tuple[tuple[str, str, Callable[[Folder, random.Random], str]], ...] = (
    ("identifier", "near-miss", _identifier),
    ("pair", "false-premise", _pair),
    ("product", "near-miss", _product),
    ("matter", "near-miss", _matter),
    ("maker", "false-premise", _maker),
)
