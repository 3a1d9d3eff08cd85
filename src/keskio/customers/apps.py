from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "keskio.customers"
