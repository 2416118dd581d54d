"""The JSON API, the web glossary, and what every request passes on its way in."""
