"""The dataset, what reads it, and the rules that turn statements into positions.

Knows neither Streamlit nor plotly: it works in a notebook and on the command line (`python -m data --help`).
"""

import pandas as pd

# Frames here are small and are cut, joined and grouped many times a view; each such step on text kept by Arrow costs more than the work itself
pd.set_option("mode.string_storage", "python")
