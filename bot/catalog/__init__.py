"""`data/terms/*.yml` -> Glossary. Every fault is `file:line:column: reason`, and all of a run are reported together."""
