"""Files in, checked frames out; the dataset is read anew when its files change."""
