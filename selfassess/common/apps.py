from django.apps import AppConfig

from selfassess.common.forms import questions
from selfassess.common.typed import names


class CommonConfig(AppConfig):
    name = "selfassess.common"
    label = "common"

    def ready(self) -> None:
        names.register(carried=questions.input_name(r"\w+"))
