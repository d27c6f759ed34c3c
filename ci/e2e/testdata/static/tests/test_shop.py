import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")


def test_address():
    from shop import urls

    assert [str(pattern.pattern) for pattern in urls.urlpatterns] == ["health/"]
