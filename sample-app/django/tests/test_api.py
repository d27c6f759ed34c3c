"""The JSON API as a client sees it: Django's test cases, each in a transaction of the real database."""

from datetime import UTC, datetime, timedelta

from django.test import Client, TestCase

from calculations.models import Calculation
from calculations.views import PAGE

ADDRESS = "/api/calculations/"


class Create(TestCase):
    def post(self, body):
        return self.client.post(ADDRESS, body, content_type="application/json")

    def test_evaluates_and_saves(self):
        response = self.post({"expression": "0.1 + 0.2 * (3 - 1)"})
        self.assertEqual(response.status_code, 201)
        saved = Calculation.objects.get()
        self.assertEqual((saved.expression, saved.result), ("0.1 + 0.2 * (3 - 1)", "0.5"))
        self.assertLess(abs(datetime.now(UTC) - saved.created), timedelta(minutes=1))
        self.assertEqual(response.headers["Location"], f"{ADDRESS}{saved.pk}/")
        self.assertEqual(self.client.get(response.headers["Location"]).json(), response.json())

    def test_the_longest_expression_and_the_longest_result_fit(self):
        for expression, digits in [("1" * 200, 200), ("2/3" + "0" * 197, 226)]:
            with self.subTest(expression=expression):
                response = self.post({"expression": expression})
                self.assertEqual(response.status_code, 201)
                self.assertEqual(len(response.json()["result"].replace(".", "")), digits)

    def test_bad_expression_is_not_saved(self):
        response = self.post({"expression": "1 / 0"})
        self.assertEqual(response.status_code, 400)
        self.assertEqual(response.json(), {"error": "expression: column 5: division by zero; change the divisor"})
        self.assertFalse(Calculation.objects.exists())

    def test_bad_body(self):
        remedy = 'write {"expression": "…"}'
        other = f"body: not an object with the text expression alone; {remedy}"
        for body, message in [
            ("", f"body: not JSON; {remedy}"),
            (b"\xff", f"body: not JSON; {remedy}"),
            ("[" * 100_000, f"body: not JSON; {remedy}"),
            ('"1 + 1"', other),
            ({}, other),
            ({"expression": 1}, other),
            ({"expression": "1", "result": "2"}, other),
        ]:
            with self.subTest(body=body[:20] if isinstance(body, str) else body):
                response = self.post(body)
                self.assertEqual((response.status_code, response.json()), (400, {"error": message}))

    def test_needs_no_cookie(self):
        strict = Client(enforce_csrf_checks=True)
        response = strict.post(ADDRESS, {"expression": "1"}, content_type="application/json")
        self.assertEqual(response.status_code, 201)


class Look(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.saved = [Calculation.objects.create(expression=f"{n} + 1", result=str(n + 1)) for n in range(PAGE + 1)]

    def ids(self, response):
        return [item["id"] for item in response.json()["results"]]

    def test_detail(self):
        first = self.saved[0]
        response = self.client.get(f"{ADDRESS}{first.pk}/")
        body = response.json()
        self.assertEqual((body["id"], body["expression"], body["result"]), (first.pk, "0 + 1", "1"))
        self.assertLess(abs(datetime.fromisoformat(body["created"]) - first.created), timedelta(milliseconds=1))

    def test_list_has_the_newest_first_and_the_way_to_the_rest(self):
        expected = [row.pk for row in reversed(self.saved)]
        first = self.client.get(ADDRESS)
        self.assertEqual(self.ids(first), expected[:PAGE])
        second = self.client.get(first.json()["next"])
        self.assertEqual(self.ids(second), expected[PAGE:])
        self.assertIsNone(second.json()["next"])

    def test_before_anything(self):
        for before, count in [("0", 0), ("9" * 19, PAGE)]:
            with self.subTest(before=before):
                self.assertEqual(len(self.ids(self.client.get(ADDRESS, {"before": before}))), count)
        for before in ["x", "-1", "9" * 20, "\u0661"]:
            with self.subTest(before=before):
                response = self.client.get(ADDRESS, {"before": before})
                self.assertEqual(response.status_code, 400)
                self.assertEqual(response.json(), {"error": "before: not the id of a calculation; write its digits"})

    def test_absent(self):
        absent = self.saved[-1].pk + 1
        for number in [absent, 10**30]:
            with self.subTest(number=number):
                response = self.client.get(f"{ADDRESS}{number}/")
                message = f"calculation {number}: there is none; the list has the ids"
                self.assertEqual((response.status_code, response.json()), (404, {"error": message}))

    def test_methods(self):
        for method, address in [("put", ADDRESS), ("delete", f"{ADDRESS}1/"), ("get", f"{ADDRESS}1/mail/")]:
            with self.subTest(method=method, address=address):
                self.assertEqual(getattr(self.client, method)(address).status_code, 405)
