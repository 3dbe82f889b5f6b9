"""Flat tables, column descriptions, CSV and XLSX files, the data package and the citation."""
