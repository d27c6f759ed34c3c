"""The ground of the JSON API: what a request has to look like, and how an error is answered."""

import json

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt


# No cookie is looked at, so that another site has nothing to gain from a browser's.
@method_decorator(csrf_exempt, name="dispatch")
class JsonView(View):
    """A view whose errors are JSON too: {"error": …} with status 400 for BadRequest and 404 for Http404."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except BadRequest as error:
            return problem(error, 400)
        except Http404 as error:
            return problem(error, 404)


def problem(error: object, status: int) -> JsonResponse:
    """Answer with what went wrong."""
    return JsonResponse({"error": str(error)}, status=status)


def text_of(request: HttpRequest, name: str) -> str:
    """Give the text of the one member that the body, a JSON object, has to have; raise BadRequest for another body."""
    remedy = f'write {{"{name}": "…"}}'
    try:
        body = json.loads(request.body)
    # A body of nothing but brackets is deeper than the stack.
    except (ValueError, RecursionError):
        raise BadRequest(f"body: not JSON; {remedy}") from None
    if not isinstance(body, dict) or body.keys() != {name} or not isinstance(body[name], str):
        raise BadRequest(f"body: not an object with the text {name} alone; {remedy}")
    return body[name]
