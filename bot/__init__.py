"""A glossary assistant: the right term, what it means for your role, and where that comes from."""

__version__ = "0.1.0"
