"""briefpress: structured activity data in, finished briefs out."""

__version__ = "0.1.0"
