from django.apps import AppConfig

from selfassess.common.typed import names


class AssessmentsConfig(AppConfig):
    name = "assessments"

    def ready(self) -> None:
        from assessments.asking import joining

        joining.register()
        names.register(
            carried=r"version(_[\w.]+)?|base|go|chosen|drop|digest|draft|window|shown|entry|provision"
            r"|copy|copy_from|use|step|field|mode|section|numbers|options|pick|save|choice"
            r"|afresh|done|throw_away|remove|all|pasted|share|take_back|shared_(version|draft|window)"
            r"|people|sections|rows",
            chosen=r"answer|keep_\w+|trigger|code|year|tick|put_\w+|to",
            # On pages of several provisions: of which of them.
            part=r"p([\w.]+)-(\w+)",
        )
