"""Which of the weighed sentences make the answer: how many, how spread, and what must stand beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.asking.content_words import content_words
from assistant.asking.meanings import is_of, stems, told_countries
from assistant.asking.periods import Within, period_of
from assistant.documents import Documents
from assistant.language.dates import find_dates, names_part
from assistant.language.facts import find_facts
from assistant.language.names import country_mentions
from assistant.language.words import blanked, stem
from assistant.question import Question
from assistant.quotable import is_status, is_telling_status, may_be_quoted, subject_speaks
from assistant.verify import verify_statement
from assistant.weigh import Weighed
from assistant.weighing.sentence_features import REASON
from index.chunk import lead_in, led_in, text_start
from index.rank import Ranked
from index.storage.records import Entry
from index.types import Document, Sentence


@dataclass(frozen=True, slots=True)
class Layout:
    """How many sentences an answer of one shape takes, and how they are spread.

    At least `fewest`, then up to `most` sentences and about `words` words, while they lie within `lead`
    (log-odds) of the best, or within `reach` where they tell of another subject: another document, or with
    `by_country` another country; each sentence taken lowers both by `each`. Each sentence taken on a subject
    costs the next one on it `crowding`. The likeliest sentence opens the answer; every other document
    speaks first by the sentence it opens with, where that lies within `opening` of its best.
    """

    fewest: int
    most: int
    words: int
    lead: float
    reach: float
    each: float = 0.0
    crowding: float = 0.0
    opening: float = 0.0
    by_country: bool = False


LAYOUTS = {
    "prose": Layout(fewest=1, most=5, words=110, lead=4.0, reach=2.5, each=0.7),
    "list": Layout(fewest=2, most=12, words=220, lead=6.0, reach=4.5, each=0.3, crowding=0.5, opening=1.0),
    "countries": Layout(
        fewest=2, most=14, words=280, lead=4.5, reach=6.0, each=0.2, crowding=0.5, opening=1.0, by_country=True
    ),
    "subject": Layout(
        fewest=2, most=14, words=280, lead=4.5, reach=9.0, each=0.2, crowding=1.5, opening=4.0, by_country=True
    ),
    "timeline": Layout(fewest=3, most=12, words=240, lead=6.0, reach=5.0, each=0.2, crowding=1.0, opening=2.0),
    "comparison": Layout(fewest=3, most=8, words=180, lead=6.0, reach=2.0, each=0.2, crowding=0.5, opening=1.0),
    # All that documents state, one in a hundred of which have more to state of a field.
    "stated": Layout(fewest=1, most=24, words=1_000, lead=0.0, reach=0.0),
    "side": Layout(fewest=2, most=5, words=130, lead=3.0, reach=3.0, each=0.4),
}  # fmt: skip
# By how much (log-odds) a status line must lead to come first though no status is asked for.
STATUS_LEADS = 1.0
# Within how much (log-odds) of the likeliest sentence one that gives a reason comes first where a reason is asked for.
REASON_LEADS = 1.0
# How many words of one list an answer quotes.
LISTED_WORDS = 120
# Shares of common stems: from the first on two sentences may say the same, from the second on one may deny the other,
# and from the third on they speak of the same.
SAME = 0.75
ALIKE = 0.5
RELATED = 0.3


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence of the answer, the sentences that say the same, and the group it is shown in.

    `against` says that it denies what the first sentence of the answer says.
    """

    best: Weighed
    same: tuple[Weighed, ...] = ()
    group: str = ""
    against: bool = False


def choose_sentences(
    question: Question,
    weighed: Sequence[Weighed],
    *,
    documents: Documents,
    group: str = "",
    stated: bool = False,
) -> list[Choice]:
    """The sentences that answer, the best first; where documents have `stated` the answer in a set form, all of them."""
    layout = LAYOUTS["stated"] if stated else layout_of(question, group)
    weighed = weighed if stated else without_status_of_others(question, weighed, documents)
    fit = eligible(question, weighed, group)
    led = led_by_reason(question, led_by_text(question, spread(fit, layout, documents, group)))
    complete = with_conflicts(question, with_status(question, led, weighed), fit)
    return complete if question.shape == "timeline" else with_lists(question, complete, documents)


def without_status_of_others(
    question: Question, weighed: Sequence[Weighed], documents: Documents
) -> list[Weighed]:
    """The sentences without the status lines, which name nobody, of documents that hold less of what the question names.

    Of the lines those are kept whose documents hold most of the names, and one at least; of more than one thing, any.
    """
    names = names_in(question.standalone, documents)
    lines = {w.ranked.entry for w in weighed if is_status(w.ranked)} if names else set()
    held = {line: len(names & stems(told_by(line, documents))) for line in lines}
    least = 1 if question.wide else max((1, *held.values()))
    return [w for w in weighed if not is_status(w.ranked) or held.get(w.ranked.entry, least) >= least]


def told_by(entry: Entry, documents: Documents) -> str:
    """All that a document says, and what it is called and on."""
    return " ".join([documents.read(entry.id).text, entry.metadata.title, *entry.metadata.targets])


def names_in(text: str, documents: Documents) -> frozenset[str]:
    """The stems of what the text names beside countries: by a capital, or as documents are on it."""
    beside = blanked(text, ((start, end) for start, end, _ in country_mentions(text)))
    words = ((word, stem(word)) for word in content_words(beside))
    return frozenset(root for word, root in words if word[0].isupper() or root in documents.subjects)


def eligible(question: Question, weighed: Sequence[Weighed], group: str) -> list[Weighed]:
    """The sentences that may be chosen for the answer, or for the side of it that is shown under `group`.

    Where it is asked who acted on something, what that says itself is left out, unless it answers best; of a list or
    timeline of a time, or of what is asked of a part of a year, what is of another, unless little else is left.
    """
    fit = [w for w in weighed if not group or is_of(group, w.ranked)]
    wide = question.shape in ("list", "timeline")
    within = period_of(question.standalone) if wide or names_part(question.standalone) else None
    if within:
        events = question.shape == "timeline"
        inside = [w for w in fit if is_dated_within(w.ranked, within, events=events, undated=wide)]
        fit = inside if len(inside) >= LAYOUTS[question.shape].fewest else fit
    if fit and not subject_speaks(question, fit[0].ranked):
        fit = [w for w in fit if not subject_speaks(question, w.ranked)]
    return fit


def is_dated_within(ranked: Ranked, within: Within, *, events: bool, undated: bool) -> bool:
    """Whether a sentence tells of a day in a time, or of none, or its document is of one.

    Of `events` those count that a sentence tells the day of; what tells of none counts, if `undated`, whatever its document.
    """
    days = [date.iso for date in find_dates(ranked.text) if date.iso]
    if not days:
        return undated or within(ranked.entry.metadata.date)
    return any(map(within, days)) or (not events and within(ranked.entry.metadata.date))


def spread(fit: Sequence[Weighed], layout: Layout, documents: Documents, group: str) -> list[Choice]:
    """The sentences chosen as the layout spreads them."""
    left = list(fit)
    subjects = {w: subjects_of(w, by_country=layout.by_country) for w in fit}
    choices: list[Choice] = []
    taken: Counter[str] = Counter()
    opened: set[str] = set()
    words = 0

    def worth(weighed: Weighed) -> float:
        return weighed.log_odds - layout.crowding * max(
            (taken[each] for each in subjects[weighed]), default=0
        )

    while left and len(choices) < layout.most:
        best = max(left, key=worth)
        source = best.ranked.entry.id
        candidate = best
        if choices and source not in opened:
            candidate = opening_of(documents.read(source), left, within=layout.opening)
        left.remove(candidate)
        lead = layout.lead if subjects[candidate] <= taken.keys() else layout.reach
        behind = choices[0].best.log_odds - best.log_odds if choices else 0.0
        if len(choices) >= layout.fewest and behind + layout.each * (len(choices) - 1) > lead:
            continue
        twin = next((i for i, c in enumerate(choices) if says_the_same(candidate, c.best)), None)
        if twin is not None:
            choices[twin] = replace(choices[twin], same=(*choices[twin].same, candidate))
            continue
        length = len(candidate.ranked.text.split())
        if len(choices) >= layout.fewest and words + length > layout.words:
            break
        choices.append(Choice(candidate, group=group))
        opened.add(source)
        taken.update(subjects[candidate])
        words += length
    return choices


def layout_of(question: Question, group: str) -> Layout:
    """How the answer to the question, or to one side of it, is spread."""
    if group:
        return LAYOUTS["side"]
    if question.shape == "list" and "countries" in question.wants:
        return LAYOUTS["subject" if question.subject else "countries"]
    return LAYOUTS[question.shape]


def subjects_of(weighed: Weighed, *, by_country: bool) -> set[str]:
    """Of what the sentence tells: its document, or with `by_country` its countries."""
    return told_countries(weighed.ranked) if by_country else {weighed.ranked.entry.id}


def opening_of(document: Document, weighed: Sequence[Weighed], *, within: float) -> Weighed:
    """The sentence the document opens with, or its likeliest where that is more than `within` (log-odds) ahead."""
    own = [w for w in weighed if w.ranked.entry.id == document.id]
    best = max(own, key=lambda w: w.log_odds)
    first = min(own, key=lambda w: w.ranked.candidate.sentence.start)
    opens = first.ranked.candidate.sentence.start == text_start(document.reading)
    return first if opens and best.log_odds - first.log_odds <= within else best


def says_the_same(one: Weighed, other: Weighed) -> bool:
    """Whether two sentences in nearly the same words each carry what the other says."""
    mine, theirs = one.ranked.text, other.ranked.text
    return shared_stems(one, other) >= SAME and carries(mine, theirs) and carries(theirs, mine)


def carries(source: str, claim: str) -> bool:
    """Whether a source says what is claimed."""
    return verify_statement(claim, [source]).support == "supported"


def contradicts(source: str, claim: str) -> bool:
    """Whether a source says otherwise than what is claimed."""
    return verify_statement(claim, [source]).support == "contradicted"


def shared_stems(one: Weighed, other: Weighed) -> float:
    """The common share of the two sentences' stems (Jaccard), 0..1."""
    mine, theirs = stems(one.ranked.text), stems(other.ranked.text)
    return len(mine & theirs) / max(1, len(mine | theirs))


def led_by_text(question: Question, choices: list[Choice]) -> list[Choice]:
    """The choices with a status line, which has no subject of its own, behind the first sentence that has one.

    It leads where the status is asked for, or where it is the likelier answer by far.
    """
    told = next((choice for choice in choices if not is_status(choice.best.ranked)), None)
    if told is None or "status" in question.wants:
        return choices
    if choices[0].best.log_odds - told.best.log_odds > STATUS_LEADS:
        return choices
    return moved_first(told, choices)


def led_by_reason(question: Question, choices: list[Choice]) -> list[Choice]:
    """The choices with what gives a reason first, where one is asked for and it is almost as likely as what stands there."""
    if "reason" not in question.wants or question.shape != "prose" or not choices:
        return choices
    floor = choices[0].best.log_odds - REASON_LEADS
    near = (choice for choice in choices if choice.best.log_odds >= floor)
    given = next((choice for choice in near if REASON.search(choice.best.ranked.text)), None)
    return choices if given is None else moved_first(given, choices)


def moved_first(leading: Choice, choices: Sequence[Choice]) -> list[Choice]:
    """The choices in their order behind one of them."""
    return [leading, *(choice for choice in choices if choice is not leading)]


def with_status(question: Question, choices: list[Choice], weighed: Sequence[Weighed]) -> list[Choice]:
    """The choices and, where it is asked what holds now, how the document that answers first stands today."""
    asks_now = "status" in question.wants or {"present", "yes-no"} <= question.wants
    if not choices or not asks_now or question.shape != "prose":
        return choices
    source = choices[0].best.ranked.entry.id
    lines = [w for w in weighed if w.ranked.entry.id == source and is_telling_status(w.ranked)]
    if not lines or any(choice.best in lines for choice in choices):
        return choices
    return [choices[0], Choice(lines[0]), *choices[1:]]


def with_conflicts(question: Question, choices: list[Choice], fit: Sequence[Weighed]) -> list[Choice]:
    """The choices with those marked that deny what the first says, or else the nearest sentence that does.

    Where a number or date is asked for, it is enough that a sentence on the matter gives another one.
    """
    if not choices or question.shape != "prose":
        return choices
    lead = choices[0].best
    marked = [replace(choice, against=denies(choice.best, lead)) for choice in choices]
    if any(choice.against for choice in marked):
        return marked
    asks_value = bool({"number", "money", "date"} & question.wants)
    taken = {weighed for choice in choices for weighed in (choice.best, *choice.same)}
    for candidate in fit[: 2 * len(choices) + 4]:
        if candidate in taken:
            continue
        denied = denies(candidate, lead)
        if denied or (asks_value and disagrees(lead, candidate)):
            return [*marked, Choice(candidate, against=denied)]
    return marked


def denies(one: Weighed, other: Weighed) -> bool:
    """Whether two documents tell of one matter, in much the same words, what cannot both be so."""
    mine, theirs = one.ranked.text, other.ranked.text
    return (
        one.ranked.entry.id != other.ranked.entry.id
        and shared_stems(one, other) >= ALIKE
        and contradicts(mine, theirs)
        and contradicts(theirs, mine)
    )


def disagrees(one: Weighed, other: Weighed) -> bool:
    """Whether two sentences of one matter give different values in the same unit."""
    if shared_stems(one, other) < RELATED:
        return False
    mine, theirs = find_facts(one.ranked.text), find_facts(other.ranked.text)
    return any(
        a.unit == b.unit and a.unit and a.value != b.value for a in mine.quantities for b in theirs.quantities
    )


def with_lists(question: Question, choices: Sequence[Choice], documents: Documents) -> list[Choice]:
    """The choices, what leads in to a list with its items, and an item behind what leads in to it.

    All items, as far as LISTED_WORDS reach, where what leads in was chosen or several of them were.
    """
    places = {place_of(choice): choice for choice in choices}
    laid_out: dict[tuple[str, int], Choice] = {}
    for choice in choices:
        sentence, source = choice.best.ranked.candidate.sentence, documents.read(choice.best.ranked.entry.id)
        is_item = sentence.kind == "list"
        lead = lead_in(source.reading, sentence.start) if is_item else sentence
        items = led_in(source.reading, lead) if lead else ()
        chosen = [item for item in items if (source.id, item.start) in places]
        listed = items if not is_item or len(chosen) > 1 else chosen
        words = 0
        for each in (lead, *listed) if lead and items else ():
            words += len(source.text[each.start : each.end].split())
            place = (source.id, each.start)
            of_list = places.get(place) or replace(choice, best=moved(choice.best, each, source), same=())
            if words <= LISTED_WORDS and may_be_quoted(of_list.best.ranked, question, documents):
                laid_out.setdefault(place, of_list)
        laid_out.setdefault(place_of(choice), choice)
    return list(laid_out.values())


def place_of(choice: Choice) -> tuple[str, int]:
    """The document of the choice's sentence, and where in it that begins."""
    ranked = choice.best.ranked
    return ranked.entry.id, ranked.candidate.sentence.start


def moved(weighed: Weighed, sentence: Sentence, document: Document) -> Weighed:
    """Another sentence of the same document, as likely to answer."""
    text = document.text[sentence.start : sentence.end]
    candidate = replace(weighed.ranked.candidate, sentence=sentence, text=text)
    return replace(weighed, ranked=replace(weighed.ranked, candidate=candidate))
