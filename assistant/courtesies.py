"""What is said to an assistant and asks nothing of the documents: greetings, thanks, and what it can do (pure)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.in_words import documents_line
from assistant.suggest import follow_ups, suggest_questions
from assistant.types import Answer
from index.references import References
from index.storage.records import Entry

_ADDRESSED = r"(?:\s*(?:,\s*)?(?:there|all|everyone|everybody|team|assistant|again|you|dear|friend))*"
_GREETING = rf"(?:hi+|hello|hey+|hallo|good (?:morning|afternoon|evening|day)|greetings|how are you(?: doing)?(?: today)?){_ADDRESSED}"
_THANKS = (
    r"(?:(?:many )?(?:thanks|thank you|thx|cheers)(?: a lot| so much| very much| again)?"
    r"|that(?:'s| is| was|s)? (?:all|it|great|perfect|helpful|very helpful)(?: for now| for today| then)?"
    r"|(?:ok(?:ay)?|great|perfect|got it|understood|no more questions|nothing else)"
    r"|(?:good)?bye|good night|see you(?: later)?|have a (?:nice|good) (?:day|evening|weekend))"
)
_HELP = (
    r"(?:what|how) (?:else )?(?:can|could|should|do|may) (?:i|we) (?:ask|do|use|search)(?: (?:you|here|this|it|with (?:you|this|it)|about|for))*"
    r"|what (?:else )?(?:can|could|do) you (?:do|answer|help(?: me| us)?(?: with)?|know(?: about)?|offer|cover)(?: for (?:me|us)| here)*"
    r"|how (?:do|can|does) (?:you|this|it) (?:help(?: me| us)?|work)|who are you|what are you|what is this(?: for| about)?"
    r"|what (?:is|'s) this (?:tool|program|app|page|assistant|chat)(?: for| about)?|what kinds? of questions can (?:i|we) ask(?: you| here)?"
    r"|are you (?:an? )?(?:ai|bot|robot|human|person|assistant|chatbot|language model)|help(?: me)?|can you help(?: me| us)?"
)
_ENDS = r"(?:\s*(?:please|pls))?[\s.!?,:)]*"


def _whole(*patterns: str) -> re.Pattern[str]:
    """A pattern for a text that is nothing but these, one after the other."""
    either = "|".join(patterns)
    return re.compile(rf"\W*(?:(?:{either}){_ENDS})+", re.IGNORECASE)


_GREETS = _whole(_GREETING)
_THANKS_ONLY = _whole(_THANKS, _GREETING)
_ASKS_FOR_HELP = _whole(_HELP, _GREETING, _THANKS)
_OPENING = re.compile(
    rf"^\W*(?:(?:{_GREETING}|(?:many )?(?:thanks|thank you|thx)(?: a lot| so much| very much)?)(?>(?:\s*[,.!;:\u2013]+\s*|\s+-+\s*|\s*-+\s+)+)|(?:thanks|thank you) and\s+)+"
    r"(?=\w)",
    re.IGNORECASE,
)
WELCOME = "You are welcome."
QUESTIONS_OFFERED = 3
SUBJECTS_NAMED = 3


def without_courtesies(text: str) -> str:
    """The question without the greeting or the thanks that it opens with; as it is where it is nothing else.

    >>> without_courtesies("thanks! and what about Norway?"), without_courtesies("Hello!")
    ('and what about Norway?', 'Hello!')
    """
    return _OPENING.sub("", text)


def answer_courtesy(text: str, entries: Sequence[Entry]) -> Answer | None:
    """The reply to a greeting, to thanks or to a question about the assistant itself; None to anything else.

    It is no answer from the documents: none of them is searched for it.
    """
    said = text.replace("\u2019", "'")
    if _GREETS.fullmatch(said):
        reply = f"Hello. You can ask me about {collection_words(entries)}."
    elif _THANKS_ONLY.fullmatch(said):
        reply = WELCOME
    elif _ASKS_FOR_HELP.fullmatch(said):
        reply = (
            f"I answer from {collection_words(entries)}, and from nothing else: each sentence of an answer cites the exact "
            "words it rests on, and where the documents do not say, you are told so. Ask for a fact, a list, a timeline, "
            "a comparison of countries, what held on a day, or which documents there are."
        )
    else:
        return None
    return Answer(question=text, text=reply, kind="courtesy", standalone=text)


def questions_offered(answer: Answer, entries: Sequence[Entry], references: References) -> tuple[str, ...]:
    """What may be asked next: what the answer leads to; to a greeting or a call for help, what the documents can answer."""
    if answer.kind != "courtesy":
        return follow_ups(answer, entries, references)
    return () if answer.text == WELCOME else suggest_questions(entries)[:QUESTIONS_OFFERED]


def collection_words(entries: Sequence[Entry]) -> str:
    """How many documents there are, of what years, and what most of them are about, as far as they say."""
    about = Counter(target for entry in entries for target in entry.metadata.targets)
    names = [name for name, count in about.most_common(SUBJECTS_NAMED) if count > 1]
    said = (
        documents_line(len(entries), (entry.metadata.date[:4] for entry in entries)),
        f"most often about {', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "",
    )
    return ", ".join(part for part in said if part)
