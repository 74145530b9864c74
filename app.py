"""The Streamlit app: page set-up and navigation."""

import streamlit as st

from pages.parts import drawing, session

st.set_page_config(page_title="Advisory Chat", page_icon=drawing.ICON, layout="centered")
drawing.draw_styles()
session.enter()
PAGES = [
    st.Page("pages/chat.py", title="Ask", icon=":material/forum:", default=True),
    st.Page("pages/corpus.py", title="Documents", icon=":material/folder_open:"),
    st.Page("pages/draft.py", title="Check a draft", icon=":material/rule:"),
    st.Page("pages/evals.py", title="Evaluation", icon=":material/monitoring:"),
]
SIGN_IN = [st.Page(session.draw_sign_in, title="Sign in")]
if session.signed_in():
    st.navigation(PAGES).run()
else:
    st.navigation(SIGN_IN, position="hidden").run()
