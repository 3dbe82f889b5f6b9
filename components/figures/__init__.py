"""One module for each chart. No Streamlit."""
