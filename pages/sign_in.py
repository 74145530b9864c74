"""The page before sign-in, where an organisation wants one."""

import streamlit as st

st.title("Advisory Chat")
st.write("Sign in to ask questions and to see your conversations.")
st.button("Sign in", type="primary", icon=":material/login:", on_click=st.login)
