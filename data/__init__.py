"""The dataset, its loader, and the rules that derive positions from statements.

Imports neither Streamlit nor plotly, so it works in a notebook and on the command line
(`python -m data --help`).
"""

import pandas as pd

# Each view slices, joins and groups small frames many times; with Arrow strings the overhead of every such
# step exceeds the work itself.
pd.set_option("mode.string_storage", "python")
