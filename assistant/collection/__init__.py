"""Which documents, and which of their statements, a question asks for as such: "how many are from Norway?".

`select.py` takes one part after another of what is asked out of the question's words; words that no part accounts
for leave it to the search.

| part of the question | taken by |
|---|---|
| whether documents are asked for, and how they are to be told | `how.py`, `words.py` |
| kind, country, names, product, what was superseded | `criteria.py` |
| dated or revised when | `times.py` |
| CVSS scores and severity | `scored.py`, by the wordings of `measures.py` |
| exploitation and public exploits | `exploited.py` |
| a field that is stated: sector, place, weakness, reporter, missing fix | `fields.py` |
| what is stated most | `tally.py` |

`statements.py` and `told.py` say what advisories state in a set form, read once for each version of the index.
"""
