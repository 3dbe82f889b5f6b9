"""What screens are made of. Figures and prepared data know no Streamlit; widgets and cards do."""
