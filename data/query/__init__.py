"""Parameters, search and tables that the URL, the command line and the API share."""
