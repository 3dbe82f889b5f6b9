"""Components of the pages. Only `components/app` and `components/widgets` use Streamlit."""
