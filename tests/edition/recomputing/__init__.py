"""An edition's numbers made a second way: plain Python over the source files.

Shares no code with briefpress, neither its readers nor pandas: what is alike in both would
be wrong in both. Read are the project's sources, briefs.toml, and published tables as
data: countries and regions of M49, IATI's code lists, the ECB's rates. What is to be
computed stands in docs/measures.md, docs/sources.md and data/README.md.
"""
