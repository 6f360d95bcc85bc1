"""A project grows: a new one of a person's own data, and then kinds, charts and languages."""
