"""The Streamlit shell: navigation, filters, URL sync, browser bridge."""
