"""The desk: an edition in the browser while it is worked on, on this machine only.

It makes briefs as a build does, by the same code, into a folder of its own, and writes
nothing in a project but briefs.toml when its form is sent. docs/desk.md.
"""
