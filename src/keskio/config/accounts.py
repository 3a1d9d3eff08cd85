"""Which of allauth's pages are open: signing in and out, the password, the second step.

Addresses belong to the administrators, who also make the accounts: nobody adds one by himself.
"""

from allauth.account import urls as account
from django.urls import include, path

OPEN = {
    "account_login",
    "account_logout",
    "account_inactive",
    "account_signup",  # says who makes accounts here
    "account_reauthenticate",
    "account_change_password",
    "account_set_password",  # where the former leads who has none
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
}

urlpatterns = [
    *(pattern for pattern in account.urlpatterns if pattern.name in OPEN),
    path("2fa/", include("allauth.mfa.urls")),
]
