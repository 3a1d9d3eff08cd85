"""How signing in works here: by invitation only, and looked up at every page at little cost."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from keskio.staff.models import Agent
from keskio.staff.queries import agents_by_id


class InvitedOnly(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class Backend(AuthenticationBackend):
    def get_user(self, user_id: int) -> Agent | None:
        found = agents_by_id([int(user_id)])
        return next((agent for agent in found if self.user_can_authenticate(agent)), None)
