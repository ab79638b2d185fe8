"""The Python side of the module loader."""
