from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "selfassess.common"
    label = "common"

    def ready(self) -> None:
        from selfassess.common import checks  # noqa: F401 - registers them
