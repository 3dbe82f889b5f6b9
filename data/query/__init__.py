"""Parameters, search and endpoints, shared by the URL, the command line and the API."""
