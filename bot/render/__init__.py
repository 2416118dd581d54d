"""Answer -> surface. Pure and total: every answer, whatever its content, becomes something that can be shown."""
