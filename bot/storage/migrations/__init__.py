"""The steps from one schema to the next. There is no way back: restore a backup."""
