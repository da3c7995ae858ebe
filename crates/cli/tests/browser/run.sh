#!/usr/bin/env bash
# Looks at the pages of `thaido report` in a real browser.
#
# Usage: run.sh [THAIDO]      THAIDO: the built program; built here when none is named
#
# Needs Node 20 or later and Chromium. On Debian: apt-get install -y chromium nodejs npm
# The two npm packages are put into node_modules beside this file. Where something cannot be had, the tests are
# skipped with a loud line and the exit code 0; with REQUIRE_BROWSER=1 the exit code is 1.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../../.." && pwd)

skip() {
    echo "==================================================================" >&2
    echo "BROWSER TESTS SKIPPED: $1" >&2
    echo "==================================================================" >&2
    exit "${REQUIRE_BROWSER:-0}"
}

find_chromium() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && command -v "$name" > /dev/null; then
            command -v "$name"
            return
        fi
    done
}

browser=$(find_chromium)
if [ -z "$browser" ] && [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    echo "installing Chromium with apt-get" >&2
    { apt-get update -qq && apt-get install -y -qq chromium; } > /dev/null 2>&1 || true
    browser=$(find_chromium)
fi
[ -n "$browser" ] || skip "there is no Chromium: apt-get install -y chromium"
command -v node > /dev/null && command -v npm > /dev/null || skip "there is no Node: apt-get install -y nodejs npm"
(cd "$here" && npm ci --no-audit --no-fund --silent) || skip "npm could not install playwright-core and axe-core"

thaido=${1:-}
if [ -z "$thaido" ]; then
    (cd "$root" && cargo build --quiet -p thaido-cli)
    thaido=${CARGO_TARGET_DIR:-$root/target}/debug/thaido
fi
cd "$here"
CHROMIUM="$browser" THAIDO="$(realpath "$thaido")" node --test report.test.mjs
