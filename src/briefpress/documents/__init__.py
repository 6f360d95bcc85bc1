"""Plain values to HTML to PDF. Knows templates and pages; knows no table and no file of data."""
