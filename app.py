"""The Streamlit app: page set-up and navigation."""

import streamlit as st

from pages import drawing, session

st.set_page_config(page_title="Advisory Chat", page_icon=drawing.ICON, layout="centered")
drawing.draw_styles()
if session.signed_in():
    pages = [
        st.Page("pages/chat.py", title="Ask", icon=":material/forum:", default=True),
        st.Page("pages/corpus.py", title="Documents", icon=":material/folder_open:"),
        st.Page("pages/draft.py", title="Check a draft", icon=":material/rule:"),
        st.Page("pages/evals.py", title="Evaluation", icon=":material/monitoring:"),
    ]
    st.navigation(pages).run()
else:
    st.navigation([st.Page("pages/sign_in.py", title="Sign in")], position="hidden").run()
