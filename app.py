"""The Streamlit app: page set-up and navigation."""

import streamlit as st

from index.process import collect_seldom
from pages.parts import drawing, session

PAGES = [
    st.Page("pages/chat.py", title="Ask", icon=":material/forum:", default=True),
    st.Page("pages/corpus.py", title="Documents", icon=":material/folder_open:"),
    st.Page("pages/draft.py", title="Check a draft", icon=":material/rule:"),
    st.Page("pages/evals.py", title="Evaluation", icon=":material/monitoring:"),
]
SIGN_IN = [st.Page(session.draw_sign_in, title="Sign in")]

collect_seldom()
# Before the navigation, which would otherwise fetch the page's icon for the tab from the network.
st.set_page_config(page_title="Advisory Chat", page_icon=drawing.ICON, layout="centered")
session.enter()
# Hidden by .streamlit/config.toml until here, where the pages have their names.
st.set_option("client.showSidebarNavigation", True)
page = st.navigation(PAGES) if session.signed_in() else st.navigation(SIGN_IN, position="hidden")
if session.signed_in():
    session.go_on()
drawing.draw_styles()
drawing.begin_page(f"{page.title} {st.session_state.get('chosen', 0)}")
page.run()
