"""Slack: what arrives there becomes a call of the service, and what the service says becomes a message. No glossary meaning is decided here."""
