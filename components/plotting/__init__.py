"""Parts shared by several figures. Does not use Streamlit."""
