"""Answers as Block Kit: plain values in, plain JSON values out. Nothing here talks to Slack."""
