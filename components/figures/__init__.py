"""The charts, one module each. Does not use Streamlit."""
