"""Addresses that everyone may read."""

from django.urls import URLPattern, path

from publishing import converters  # noqa: F401 - registers <year:year> and others
from publishing.site.views import blanks, data, embed, files, public, verify

urlpatterns: list[URLPattern] = [
    path("codes/<slug:edition>/self-assessment.docx", blanks.blank_word, name="blank_word"),
    path("codes/<slug:edition>/self-assessment.xlsx", blanks.blank_excel, name="blank_excel"),
    path("published/", public.publication_list, name="list"),
    path("published/index.json", data.index, name="index"),
    path("published/index-<int:page>.json", data.index, name="index_page"),
    path("published/feed.atom", data.feed, name="feed"),
    path("published/schema/self-assessment-<int:version>.json", data.schema, name="schema"),
    path("published/data/", data.data, name="data"),
    path("published/verify/", verify.verify, name="verify"),
    path("published/<slug:slug>/", public.landlord_page, name="landlord"),
    path("published/<slug:slug>/accessibility/", public.accessibility, name="accessibility"),
    path("published/<slug:slug>/latest/<family:family>", public.latest, name="latest"),
    path("published/<slug:slug>/embed/<family:family>", embed.embed, name="landlord_embed"),
    # Each of these stands for a year of one family of Codes: that family's slug follows the year,
    # but for the Housing Ombudsman's.
    path(
        "published/<slug:slug>/<year:year>/<family:family>embed/",
        embed.embed,
        name="year_embed",
    ),
    path("published/<slug:slug>/<year:year>/<family:family>", public.publication_page, name="year"),
    path(
        "published/<slug:slug>/<year:year>/<family:family><format:file_format>",
        files.published_file,
        name="year_file",
    ),
    path(
        "published/<slug:slug>/<year:year>/<family:family>v<int:version>/",
        public.publication_page,
        name="version",
    ),
    path(
        "published/<slug:slug>/<year:year>/<family:family>v<int:version>/<format:file_format>",
        files.published_file,
        name="version_file",
    ),
]
