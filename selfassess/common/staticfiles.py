"""How front-end files are served."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Names each file after its content, for browsers to keep for ever. The addresses in our
    JavaScript modules' imports follow, so that a page never mixes two releases.
    """

    support_js_module_import_aggregation = True
