"""Editions for other hands: the same briefs for word processors, the same data for programs."""
