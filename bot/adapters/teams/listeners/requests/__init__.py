"""What askers and stewards do with term requests."""
