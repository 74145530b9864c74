"""What the index keeps: the catalog in SQLite and the vectors in Chroma, written by one process and read by many."""
