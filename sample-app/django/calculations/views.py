"""The JSON API over saved calculations."""

import logging

from django.core.exceptions import BadRequest, ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, JsonResponse
from django.urls import reverse

from calculations import mail
from calculations.api import JsonView, problem, text_of
from calculations.evaluate import ExpressionError, evaluate
from calculations.models import Calculation

# Calculations in one answer of the list.
PAGE = 50

logger = logging.getLogger(__name__)


class Calculations(JsonView):
    """All calculations."""

    def get(self, request: HttpRequest) -> JsonResponse:
        """List them, the newest first; next is the address of those before the last one of this answer, or null."""
        found = Calculation.objects.all()
        if before := request.GET.get("before"):
            # By the id and not by a page number, under which calculations move on while others are added.
            if not (before.isascii() and before.isdigit() and len(before) < 20):
                raise BadRequest("before: not the id of a calculation; write its digits")
            found = found.filter(pk__lt=int(before))
        # One more than is shown tells whether there are more.
        rows = list(found[: PAGE + 1])
        more = f"{request.path}?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else None
        return JsonResponse({"results": [row.as_json() for row in rows[:PAGE]], "next": more})

    def post(self, request: HttpRequest) -> JsonResponse:
        """Evaluate an expression and save it."""
        expression = text_of(request, "expression")
        try:
            result = evaluate(expression)
        except ExpressionError as error:
            raise BadRequest(f"expression: {error}") from None
        saved = Calculation.objects.create(expression=expression, result=result)
        return JsonResponse(saved.as_json(), status=201, headers={"Location": reverse("calculation", args=[saved.pk])})


class OneCalculation(JsonView):
    """One calculation."""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Show it."""
        return JsonResponse(_find(pk).as_json())


class Mail(JsonView):
    """One calculation, by mail."""

    def post(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Send it to the address in the body; 502 when the mail server does not take it."""
        calculation = _find(pk)
        to = text_of(request, "to")
        try:
            validate_email(to)
        except ValidationError:
            raise BadRequest("to: not a mail address; write one, such as name@example.org") from None
        try:
            mail.send(calculation, to)
        except OSError:
            logger.exception("mail: calculation %d was not sent", pk)
            return problem("mail: the mail server did not take it; try again later", 502)
        return JsonResponse({"to": to}, status=202)


def _find(pk: int) -> Calculation:
    try:
        return Calculation.objects.get(pk=pk)
    except Calculation.DoesNotExist:
        raise Http404(f"calculation {pk}: there is none; the list has the ids") from None
