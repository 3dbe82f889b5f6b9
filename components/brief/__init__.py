"""The brief that readers download, as a document and as slides."""
