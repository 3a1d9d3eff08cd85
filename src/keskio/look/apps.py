from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "keskio.look"
    label = "look"
