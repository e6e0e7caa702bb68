"""Checks PDFs against PDF/UA-1 with the veraPDF engine, in one Java process for all of them.

script/test installs Java and the engine; tests/tools/pdfua/prepare sets the engine up alone.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

_JAXB = (
    *("jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2"),
    *("javax.activation", "stax-ex", "FastInfoset"),
)
# It is over before the work of compiling for a long run pays: this takes half the time.
_SHORT_LIVED = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


@dataclass
class Verdict:
    """What the engine says of one file; `failures` is one line a rule that it breaks."""

    path: Path
    is_compliant: bool
    checks: int
    failures: list[str] = field(default_factory=list)


def check_pdfua(*paths: Path) -> list[Verdict]:
    """The verdict on each PDF, in order. Fails clearly where the engine is not there."""
    result = subprocess.run(
        ["java", *_SHORT_LIVED, "-cp", _classpath(), "CheckPdfUa", *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=300,
    )
    verdicts: list[Verdict] = []
    for line in result.stdout.splitlines():
        kind, *rest = line.split("\t")
        if kind == "file":
            verdicts.append(Verdict(Path(rest[0]), rest[1] == "pass", int(rest[2])))
        elif kind == "rule":
            clause, count, message, place = rest
            verdicts[-1].failures.append(f"{clause} ×{count}: {message}\n    at {place}")
    if result.returncode or len(verdicts) != len(paths):
        raise AssertionError(f"The PDF/UA engine broke off:\n{result.stderr[-2000:]}")
    return verdicts


def assert_pdfua(*paths: Path) -> None:
    """Fails with every rule that any of the PDFs breaks."""
    broken = [verdict for verdict in check_pdfua(*paths) if not verdict.is_compliant]
    report = "\n".join(f"{v.path.name}:\n  " + "\n  ".join(v.failures) for v in broken)
    assert not broken, f"Not PDF/UA-1:\n{report}"


def _classpath() -> str:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "selfassess/pdfua"
    jars = [Path(f"/usr/share/java/{name}.jar") for name in _JAXB]
    missing = [jar for jar in [*jars, cache / "engine.jar", cache / "prepared"] if not jar.exists()]
    if missing or shutil.which("java") is None:
        what = ", ".join(map(str, missing)) or "java"
        raise AssertionError(f"PDFs cannot be checked: {what} is missing. Run script/test once.")
    return ":".join(map(str, [*jars, cache / "engine.jar", cache]))
