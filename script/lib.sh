# What the scripts share. Sourced, not run: it goes to the project's folder and offers functions.
# They work from an empty environment, and install only what is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

# install_packages WHY PACKAGE…: installs Debian packages, or says which ones to install.
install_packages() {
  local why=$1 as_root=()
  shift
  if [[ $EUID -ne 0 ]]; then as_root=(sudo -n); fi
  if ! may_install; then
    fail "$why is missing, and this script may not install it here.
Install it and run this again. On Debian or Ubuntu: sudo apt-get install $*"
  fi
  say "Installing $why ($*) …"
  local log
  log=$(mktemp)
  # apt and dpkg need the sbin folders on the path.
  if ! "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive PATH="$PATH:/usr/sbin:/sbin" sh -c '
    apt-get update -q && apt-get install -y -q --no-install-recommends "$@"' sh "$@" \
    >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    fail "$why could not be installed (see above).
Install it and run this again: sudo apt-get install $*"
  fi
  rm -f "$log"
}

may_install() {
  command -v apt-get >/dev/null && { [[ $EUID -eq 0 ]] || sudo -n true 2>/dev/null; }
}

# The Python that the project runs on: 3.11.
find_python() {
  local candidate
  for candidate in python3.11 python3; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

# ensure_python REQUIREMENTS: .venv holds exactly what a lock file names. Quick where it does already.
ensure_python() {
  local lock=$1 stamp wanted python
  stamp=.venv/.installed-${lock//\//-}
  if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
    python=$(find_python) || { install_packages "Python 3.11" python3.11; python=$(find_python); }
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
      install_packages "Python's venv module" python3-venv python3.11-venv
    say "Making .venv …"
    "$python" -m venv --clear .venv
  fi
  wanted=$(sha256sum "$lock")
  [[ -f $stamp && $(<"$stamp") == "$wanted" ]] && return
  say "Installing $lock into .venv …"
  .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null
  .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock" ||
    fail "The locked dependencies could not be installed (see above). Is the network there?"
  printf '%s\n' "$wanted" >"$stamp"
}

# What making PDFs needs: Pango sets the text, HarfBuzz cuts the typefaces down to what a file uses
# (older releases of Debian and Ubuntu ship the second with the first).
ensure_pango() {
  has_library libpangoft2-1.0.so.0 ||
    install_packages "the Pango library, which makes PDFs" libpangoft2-1.0-0
  has_library libharfbuzz-subset.so.0 ||
    install_packages "the HarfBuzz library, which makes PDFs small" libharfbuzz-subset0
}

has_library() { .venv/bin/python -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null; }

# Where a PostgreSQL for tests is looked for when TEST_DATABASE_URL is not set.
local_postgres=postgres://postgres@127.0.0.1:5432

# postgres_answers URL: whether a PostgreSQL is there that lets us in.
postgres_answers() {
  .venv/bin/python -c 'import sys, psycopg; psycopg.connect(sys.argv[1], connect_timeout=3).close()' \
    "$1" 2>/dev/null
}

# What only tests need: a browser, Java 17 or later with JAXB, and the PDF/UA engine.
ensure_test_tools() {
  ensure_chromium
  .venv/lib/python3.11/site-packages/playwright/driver/node --version >/dev/null 2>&1 ||
    install_packages "the library that the browser's driver needs" libatomic1
  if ! command -v javac >/dev/null || [[ ! -e /usr/share/java/jaxb-runtime.jar ]]; then
    install_packages "Java, which checks PDFs" default-jdk-headless libjaxb-java
  fi
  command -v soffice >/dev/null ||
    install_packages "LibreOffice, which opens Word and Excel files" \
      libreoffice-writer-nogui libreoffice-calc-nogui
  tests/tools/pdfua/prepare || fail "The PDF/UA engine could not be set up (see above)."
}

# Chromium. Debian has it without windows too, in which tests take half as long: where that one
# cannot be had, a Chromium that is there does.
ensure_chromium() {
  local package=chromium
  if grep -qsx 'ID=debian' /etc/os-release; then package=chromium-headless-shell; fi
  if ! find_chromium >/dev/null; then
    install_packages "the browser Chromium" "$package"
  elif ! command -v chromium-headless-shell >/dev/null && [[ $package != chromium ]] && may_install; then
    (install_packages "a quicker Chromium" "$package") || say "Going on with the one that is here."
  fi
}

find_chromium() {
  command -v chromium-headless-shell || command -v chromium || command -v chromium-browser ||
    command -v google-chrome
}
