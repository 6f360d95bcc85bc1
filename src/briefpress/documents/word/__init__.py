"""A brief as a Word document (Office Open XML, ISO 29500-1, transitional), from the PDF's HTML."""
