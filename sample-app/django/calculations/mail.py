"""A calculation as a mail."""

from django.core.mail import send_mail

from calculations.models import Calculation


def send(calculation: Calculation, to: str) -> None:
    """Send it to one address, and wait until the mail server has taken it; raise OSError when it does not."""
    # No words of the sender's: an endpoint that anybody may call must not carry anybody's message.
    send_mail(f"Calculation {calculation.pk}", f"{calculation}\n", from_email=None, recipient_list=[to])
