"""CSAF, the JSON in which vendors publish advisories: every field made into a sentence that can be quoted alone.

`reader` reads a file; the other modules are the sections of the advisory, and what their sentences are made with.
"""
