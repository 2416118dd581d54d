"""The domain: terms, understanding, resolving, answers. Synchronous, in memory, no I/O.

Imports the standard library, pydantic, rapidfuzz, and two word tables (wordfreq, snowballstemmer).
"""
