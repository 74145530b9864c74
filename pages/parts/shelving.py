"""Adding, replacing, removing and putting back documents, and what became of it."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from assistant.desk import Desk
from index.readers import SUFFIXES
from index.shelf import (
    AlreadyThere,
    Shelf,
    ShelfProblem,
    Trashed,
    add_file,
    list_trash,
    remove_file,
    restore_file,
)
from index.types import AdvisoryError, StoreBusy
from pages.parts import drawing
from pages.parts.drawing import plain
from pages.parts.table import choose_row
from pages.parts.told import told

SHOWN_REMOVALS = 100


def draw_upload(desk: Desk) -> None:
    """Files dropped here are read by their readers before they enter the corpus."""
    drawing.draw_words(
        f"Files go into the folder {desk.settings.corpus}; what you put there yourself is found too."
    )
    with st.form("upload", clear_on_submit=True, border=False):
        files = st.file_uploader(
            "Add documents", type=[ending[1:] for ending in SUFFIXES], accept_multiple_files=True,
            help="Each file is read before it is added; one that cannot be read stays out, with the reason.",
        )  # fmt: skip
        replace = st.checkbox("Replace documents of the same name (the old ones go to the trash)")
        sent = st.form_submit_button("Add to the corpus", type="primary", icon=":material/upload:")
    if sent and not files:
        st.info("No file was chosen: choose one above, then add it.")
    elif sent:
        said: list[tuple[str, str]] = []
        with st.status("Reading the files", expanded=True) as status:
            for file in files:
                try:
                    path, reading = add_file(
                        shelf_of(desk), file.name, file.getvalue(), now=datetime.now(UTC), replace=replace
                    )
                    said += [("done", f"{path} was added: {reading.metadata.title or 'no title found'}")]
                    said += [("note", f"{path}: {problem}") for problem in reading.problems]
                except AlreadyThere as error:
                    said.append(("note", told(error)))
                except AdvisoryError as error:
                    said.append(("problem", told(error)))
                status.update(label=f"Read {len(said)} of {len(files)}")
            status.update(label="Indexing")
            say_and_sync(desk, said)
        st.rerun()


def draw_trash(desk: Desk) -> None:
    """What was removed, to be put back."""
    trashed = list_trash(shelf_of(desk))
    if not trashed:
        st.caption("Nothing was removed. What you remove is kept here and can be put back.")
    if len(trashed) > SHOWN_REMOVALS:
        drawing.draw_words(
            f"The latest {SHOWN_REMOVALS} of {len(trashed):,} files; the others lie in {shelf_of(desk).trash}."
        )
    for item in trashed[:SHOWN_REMOVALS]:
        with st.container(horizontal=True, vertical_alignment="center"):
            drawing.draw_words(f"{item.path}, removed {item.removed.replace('T', ' ')} UTC")
            st.button("Put back", key=f"restore-{item.id}", on_click=restore, args=(desk, item))


def remove(desk: Desk, path: str) -> None:
    try:
        st.session_state.undo = remove_file(shelf_of(desk), path, now=datetime.now(UTC))
        said = [("done", f"{path} was removed.")]
    except ShelfProblem as error:
        said = [("problem", str(error))]
    choose_row()
    say_and_sync(desk, said)


def restore(desk: Desk, item: Trashed) -> None:
    try:
        said = [("done", f"{restore_file(shelf_of(desk), item)} was put back.")]
    except ShelfProblem as error:
        said = [("problem", str(error))]
    say_and_sync(desk, said)


def say_and_sync(desk: Desk, said: list[tuple[str, str]]) -> None:
    """Bring the index up to date, and keep what is to be told for the next drawing of the page."""
    try:
        desk.sync(retry=True)
    except StoreBusy:
        if any(kind == "done" for kind, _ in said):
            said.append(
                ("note", "The documents are being indexed already; this is taken up as soon as that is done.")
            )
    except AdvisoryError as error:
        said.append(("problem", told(error)))
    st.session_state.said = said


def draw_said(desk: Desk) -> None:
    """What became of the last upload or removal, and the way back from a removal."""
    # A page that is drawn anew by itself goes on telling it, until the user does something else.
    if "said" in st.session_state or not st.session_state.drawn_by_itself:
        st.session_state.told = (st.session_state.pop("said", []), st.session_state.pop("undo", None))
    said: list[tuple[str, str]]
    removed: Trashed | None
    said, removed = st.session_state.get("told", ([], None))
    # Of each kind in one frame, a line each: many files leave the page in sight.
    for kind, draw in (("problem", st.error), ("done", st.success), ("note", st.info)):
        if lines := [plain(words) for each, words in said if each == kind]:
            draw("  \n".join(lines))
    if removed is not None:
        st.button("Undo", icon=":material/undo:", key="undo_removal", on_click=restore, args=(desk, removed))


def shelf_of(desk: Desk) -> Shelf:
    return Shelf(desk.settings.corpus, desk.settings.store)
