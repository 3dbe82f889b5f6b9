"""HTML fragments of pages. Does not use Streamlit."""
