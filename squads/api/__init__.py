"""What the pages say, for machines: read-only, under /api/v1/."""
