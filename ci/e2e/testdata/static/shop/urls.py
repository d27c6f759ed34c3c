from django.conf import settings
from django.http import JsonResponse
from django.urls import path


def health(request):
    note = settings.DATA / "note"
    note.write_text("written while it runs")
    return JsonResponse({
        "static": (settings.STATIC_ROOT / "shop" / "style.css").exists(),
        "released": (settings.DATA / "released").exists(),
        "note": note.read_text(),
    })


urlpatterns = [path("health/", health)]
