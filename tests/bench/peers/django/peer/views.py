"""The check, and an answer that never changes."""

import json
import uuid

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from peer import lists
from peer.nik import Fault, parse_nik


def healthz(request):
    return sized(HttpResponse("ok\n", content_type="text/plain; charset=utf-8"))


@require_POST
def check(request):
    try:
        text = json.loads(request.body)["nik"]
    except (ValueError, KeyError, TypeError):
        text = None
    if not isinstance(text, str):
        return problem(400, "malformed", "The body is not the JSON expected")
    try:
        nik = parse_nik(text)
    except Fault as fault:
        return problem(422, "invalid", "Fields are at fault", errors=[{"field": "nik", "code": str(fault)}])
    return sized(JsonResponse(lists.answer(nik), headers=stamp()))


def problem(status, word, title, **more):
    document = {"type": f"urn:tilik:problem:{word}", "title": title, "status": status, **more}
    return sized(JsonResponse(document, status=status, content_type="application/problem+json", headers=stamp()))


def stamp():
    """What every answer of the API carries."""
    return {"X-Request-Id": str(uuid.uuid4()), "Cache-Control": "no-store"}


def sized(response):
    """With its length, which spares gunicorn the chunks; CommonMiddleware would do it for more."""
    response["Content-Length"] = len(response.content)
    return response
