"""Streamlit elements that pages compose."""
