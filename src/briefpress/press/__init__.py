"""The press: what to build, whether it must be built, building it, and putting it in place."""
