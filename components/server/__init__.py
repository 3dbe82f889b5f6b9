"""HTTP around Streamlit: dataset, API, feed, security headers, index page, logs."""
