"""What others publish, read into our rows."""
