"""What was seen on finished pages, for people and for machines: lines, JSON, SARIF, a page."""
