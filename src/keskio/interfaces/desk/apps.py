from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "keskio.interfaces.desk"
    label = "desk"
