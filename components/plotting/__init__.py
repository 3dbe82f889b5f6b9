"""Parts that figures share. No Streamlit."""
