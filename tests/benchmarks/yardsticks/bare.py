"""The floor: a Streamlit page with one control and one line of text."""

import streamlit as st

with st.sidebar:
    choice = st.selectbox("Choice", ["one", "two"])
with st.container(key="bare"):
    st.markdown(f"Chosen: {choice}")
