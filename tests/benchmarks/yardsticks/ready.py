"""A Streamlit page that sends figures that are ready: RECORDED names a directory, `?case=` a file of
figures in it, in the order in which they are asked for; each use of the control sends the next."""

import json
import os
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st


@st.cache_resource
def figures(case: str) -> list[go.Figure]:
    return [
        go.Figure(figure)
        for figure in json.loads((Path(os.environ["RECORDED"]) / f"{case}.json").read_text())
    ]


def next_one() -> None:
    st.session_state["shown"] = st.session_state.get("shown", 0) + 1


st.set_page_config(layout="wide")
with st.sidebar:
    st.selectbox("Choice", ["one", "two"], on_change=next_one)
figure = figures(st.query_params["case"])[st.session_state.get("shown", 0)]
st.plotly_chart(
    figure,
    theme=None,
    key="figure",
    on_select="rerun",
    selection_mode="points",
    config={"topojsonURL": "app/static/"},
)
