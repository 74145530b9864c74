"""What a question asks, read from its words.

Each part of what is understood has one file here that tells it:

| of `question.Question` | told by |
|---|---|
| `text`, its slips mended | `spelling.py`: the words that ask; `slips.py`: all others, by what the index holds |
| `shape`, `wants` | `shapes_and_wants.py`: the wordings by which people ask |
| `compared` | `comparisons.py` |
| `countries`, `among` | `language/names.py` |
| `follows`, `carried`, `instead`, `broader`, `documents`, `quoted` | `question.py` itself, from the turns before |
| `filters`, with the day as of which it asks | `question.py` itself, from `language/dates.py` |
| `subject` | `quotable.py`, from what the documents are on |

| of `named.Named` | told by |
|---|---|
| `identifiers` | `index/language/identifiers.py` |
| `documents`, `titled`, `unknown` | `mentions.py`: which documents are meant by what they are called |
| `own`, `apart` | `named.py` itself, from the documents that hold the identifiers |
| `fields`, `names`, `uncounted` | `fields/`: which of the fields that advisories state in a set form are asked for |

What holds for a question whole: `compound.py` tells two questions in one, `periods.py` the time that a list is to be of,
`other_names.py` the names in it that only front matter gives.

What these are made of: `content_words.py` (the words that carry what is asked), `meanings.py` (what words speak of,
whatever their form) and `masks.py` (a mark in the place of what is named, while the other words are looked at).
"""
