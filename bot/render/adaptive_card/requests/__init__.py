"""Term requests: forms, cards of stewards, notices."""
