"""HTML: a page as a tree, what of it nobody sees taken out, and what is left as blocks.

`reader` reads a file; the readers of mail, Word and Markdown take the same trees and blocks. Nothing is loaded
here, since what finds a page's main text is slow to load, and only `reader` needs it.
"""
