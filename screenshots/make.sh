#!/bin/sh
# Takes the pictures of the README from the demo shop through a real terminal: every NAME.png with its
# text in NAME.txt, which tests/screenshots compares with what the program shows.
#
#     screenshots/make.sh [BINARY [SCRIPT...]]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
binary=${1:-$here/../build/campanile}
binary=$(cd "$(dirname "$binary")" && pwd)/$(basename "$binary")
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- "$here"/*.script
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$here/shop" "$binary" "$work/shop.db"
for script; do
    cp "$work/shop.db" "$work/demo.db"
    "$here/shot" "$here" "$script" env CAMPANILE_NOW=2026-11-20T14:03:21Z CAMPANILE_AS=Ana \
        XDG_STATE_HOME="$work" EDITOR=true VISUAL=true "$binary" --db "$work/demo.db"
done
