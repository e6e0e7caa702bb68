from django.apps import AppConfig

from selfassess.common.typed import names


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        names.register(chosen="roles?|kind")
