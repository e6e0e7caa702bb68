from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "selfassess.common"
    label = "common"
