"""HTTP layer around Streamlit: dataset, API, Atom feed, security headers, index page, logs."""
