"""HTML fragments of pages. No Streamlit."""
