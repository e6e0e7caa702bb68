from django.apps import AppConfig

from selfassess.common.forms import questions
from selfassess.common.typed import names


class CommonConfig(AppConfig):
    name = "selfassess.common"
    label = "common"

    def ready(self) -> None:
        from selfassess.common import checks  # noqa: F401 - registers them

        names.register(carried=questions.input_name(r"\w+"))
