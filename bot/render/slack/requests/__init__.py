"""Term requests: what askers and stewards see of them."""
