import app


def test_health():
    answers = []
    body = app.application({"PATH_INFO": "/health"}, lambda status, headers: answers.append(status))
    assert answers == ["200 OK"]
    assert b'"status": "ok"' in b"".join(body)
