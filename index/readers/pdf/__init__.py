"""PDF: the printed characters of each page put together into lines, columns, boxes, notes and paragraphs.

`reader` reads a file, `picture` shows a page of it; of the others, `file`, `glyphs` and `shapes` ask pdfium, and
`line`, `columns`, `boxes`, `notes` and `layout` know only lines on pages.
"""
