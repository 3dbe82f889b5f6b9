"""Streamlit elements that pages are composed of."""
