from django.apps import AppConfig

from selfassess.common.typed import names


class PublishingConfig(AppConfig):
    name = "publishing"

    def ready(self) -> None:
        from publishing import checks  # noqa: F401 (importing registers them)

        # The button that adds usual words to the committee paper, and which.
        names.register(carried="add|recommendations")
