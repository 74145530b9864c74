"""Which fields a question asks for, such as a score or a vendor, of advisories that state them in a set form.

`table.py` lists the fields: how people ask for each, and how a sentence states it. `by_pattern.py` tells which are
asked for by these patterns; `by_wording.py` which the known questions of `wordings.txt` ask for that are worded like
it. `find.py` weighs the two, and is what others call. `words.py` parts the words of a question that asks for a field:
what is asked for, what is named, and what says nothing of its own.
"""
