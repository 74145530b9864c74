"""The acts that a claim tells of (a ban, an appeal, a purchase), held to those of its sources; see language.acts."""

from __future__ import annotations

from assistant.checking.held import HeldClaim
from assistant.checking.roles import tells_of_another
from assistant.language.acts import find_opposed, find_untold


def find_untold_deeds(held: HeldClaim) -> list[str]:
    """What the claim says was done, and no sentence in focus tells of, or only of another's doing, for people."""
    said = held.said.text
    return find_untold(said, [s.text for s in held.focus if not tells_of_another(said, s.text)])


def find_opposed_deeds(held: HeldClaim) -> list[str]:
    """Where the closest sentence tells of the contrary of what the claim says was done, for people."""
    return find_opposed(held.said.text, held.closest.text)
