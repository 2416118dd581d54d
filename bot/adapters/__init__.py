"""One folder a platform; none imports another."""
