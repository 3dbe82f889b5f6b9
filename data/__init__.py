"""The dataset, what reads it, and the rules that turn statements into positions.

Knows neither Streamlit nor plotly: it works in a notebook and on the command line (`python -m data --help`).
"""
