"""What is kept in the database."""

from typing import Any

from django.db import models

from calculations.evaluate import MAX_LENGTH


class Calculation(models.Model):
    """An expression that somebody asked for, and its result at that time."""

    expression = models.CharField(max_length=MAX_LENGTH)
    # Text: a number column would round to a fixed count of decimals.
    result = models.TextField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        # The newest first; two of the same instant still have an order.
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.expression} = {self.result}"

    def as_json(self) -> dict[str, Any]:
        """Give what the API shows of it."""
        return {"id": self.pk, "expression": self.expression, "result": self.result, "created": self.created}
