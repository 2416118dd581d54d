"""What chat platforms have in common: a text is read, the service is asked, and what is to be said comes back without markup."""
