"""All that a claim is checked for: a row a check, and what it is to the claim that the check finds something.

To add a check, write a function from `HeldClaim` to reasons for people in the file it belongs to, and give it a row here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from assistant.checking.additions import find_additions
from assistant.checking.alterations import find_alterations
from assistant.checking.attributed import find_told_of_another, find_unattributed
from assistant.checking.binding import (
    find_done_to_another,
    find_exchanged,
    find_of_another_name,
    find_turned_round,
)
from assistant.checking.complements import find_other_complement
from assistant.checking.deeds import find_opposed_deeds, find_untold_deeds
from assistant.checking.doers import find_body_for_country, find_other_doer
from assistant.checking.framed import find_framed
from assistant.checking.given import find_missing
from assistant.checking.hedges import (
    find_hedged_between,
    find_left_open,
    find_only_supposed,
    find_told_as_done,
)
from assistant.checking.held import HeldClaim
from assistant.checking.limits import find_untold_reason, find_untold_scope
from assistant.checking.mentioned import find_unmentioned
from assistant.checking.misplaced import (
    find_another_number,
    find_at_another_time,
    find_counted_otherwise,
    find_of_an_aside,
    find_of_another_part,
    find_of_another_sentence,
)
from assistant.checking.modality import find_other_modal
from assistant.checking.negation import find_called_untrue, find_negated
from assistant.checking.opposite import find_opposite_predicates, find_opposite_words
from assistant.checking.roles import find_misaddressed, find_misattributed
from assistant.checking.subjects import find_other_subject
from assistant.checking.turned import (
    find_other_part_of_year,
    find_turned_comparison,
    find_turned_end,
    find_turned_range,
)

Check = Callable[[HeldClaim], Iterable[str]]
Finding = Literal["amiss", "untold", "against"]
"""amiss: a hard fact (a number, date, identifier or name) that no source gives, in the claim's words; untold: what the
sources do not tell; against: what they say otherwise. The latter two in words for people."""

# Of several findings of one sort the first is the reason that people are told. Each with what it finds, claim < source.
CHECKS: tuple[tuple[Finding, Check], ...] = (
    ("amiss", find_missing),  # "10,000 yen" < "no fine"
    ("against", find_negated),  # "was not fined" < "was fined"
    ("against", find_called_untrue),  # "it is untrue that it leaked" < "it leaked"
    ("against", find_other_modal),  # "must leave" < "may leave"
    ("against", find_opposite_words),  # "before the vote" < "after the vote"
    ("against", find_opposite_predicates),  # "was lawful" < "was ruled unlawful"
    ("against", find_alterations),  # "all ports" < "some ports", the rest word for word
    ("against", find_opposed_deeds),  # "lifted the ban" < "upheld the ban"
    ("against", find_other_part_of_year),  # "early 2026" < "late 2026"
    ("against", find_turned_comparison),  # "more than in 2020" < "fewer than in 2020"
    ("against", find_turned_range),  # "from 400 to 200" < "from 200 to 400"
    ("against", find_turned_end),  # "since 2 May" < "until 2 May"
    ("against", find_misattributed),  # "Denmark warned Norway" < "Norway warned Denmark"
    ("against", find_framed),  # "it banned drones" < "it is a myth that it banned drones"
    ("against", find_told_as_done),  # "removed the cameras" < "is to remove the cameras"
    ("against", find_only_supposed),  # "copied the data" < "is suspected of having copied the data"
    ("against", find_hedged_between),  # "the fault leaks data" < "the fault could leak data"
    ("against", find_left_open),  # "it was an attack" < "whether it was an attack is not known"
    ("against", find_exchanged),  # "the port of A and the bank of B" < "the port of B and the bank of A"
    ("against", find_of_another_part),  # "paid for in 2012" < "opened in 2012, and paid for in 2014"
    ("against", find_of_an_aside),  # "paid for in 2012" < "the port, opened in 2012, was paid for"
    ("against", find_of_another_sentence),  # "ships by May" < "Cars by May. Ships by June."
    ("against", find_at_another_time),  # "began in May" < "In May it was told. It began in March."
    ("against", find_another_number),  # "a fine of 12 euros" < "a fine of 15 euros"
    ("against", find_counted_otherwise),  # "two ports" < "three ports and two banks"
    ("against", find_other_complement),  # "advice from A" < "advice from B"
    ("against", find_other_subject),  # "banks closed ports" < "states closed ports of banks"
    ("against", find_of_another_name),  # "a clerk of A" < "a clerk of B"
    ("against", find_turned_round),  # "fell because it closed" < "closed because it fell"
    ("against", find_done_to_another),  # "banned A" < "Banned B. Praised A."
    ("untold", find_untold_deeds),  # "banned it" < "warned of it"
    ("untold", find_misaddressed),  # "told banks to leave" < "told airports to leave"
    ("untold", find_body_for_country),  # "the Norwegian police paid" < "Norway paid"
    ("untold", find_other_doer),  # "Telmar opened it" < "Acme opened it"
    ("untold", find_untold_reason),  # "closed because of debts" < "closed"
    ("untold", find_untold_scope),  # "only ports" < "ports"
    ("untold", find_unattributed),  # "it spied" < "an editor argued that it spied"
    ("untold", find_told_of_another),  # "A admitted that it leaked" < "it leaked; A admitted a purchase"
    ("untold", find_additions),  # "ports and banks" < "ports"
    ("untold", find_unmentioned),  # "Telmar sings" < "Telmar was founded in 2012"
)


def find_all(held: HeldClaim) -> dict[Finding, list[str]]:
    """Everything that all checks find in a claim, by what it is to it, in the order of the table."""
    found: dict[Finding, list[str]] = {"amiss": [], "untold": [], "against": []}
    for finding, check in CHECKS:
        found[finding] += check(held)
    return found
