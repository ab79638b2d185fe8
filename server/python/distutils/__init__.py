"""Left the standard library with Python 3.12; old model code compares versions with it."""
