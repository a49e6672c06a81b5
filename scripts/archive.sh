#!/usr/bin/env bash
# Puts the program, its completions, man pages and licences into one archive below dist/.
#
#   scripts/archive.sh TARGET VERSION
#
# Expects the program at target/TARGET/dist/. A program for another kind of machine cannot write its
# own completions: they are then made by the one in VAWG.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$1 version=$2
name="vawg-$version-$target"
program=target/$target/dist/vawg
case $target in *windows*) program=$program.exe ;; esac
vawg=${VAWG:-$program}
folder=dist/$name
rm -rf "$folder"
mkdir -p "$folder/completions" "$folder/man"
cp "$program" README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT LICENSE-NotoSans.txt NOTICE "$folder/"
python3 scripts/third_party_licences.py > "$folder/THIRD-PARTY-LICENCES.txt"
for shell in bash elvish fish powershell zsh; do
  "$vawg" completions "$shell" > "$folder/completions/vawg.$shell"
done
"$vawg" man --out "$folder/man"
cd dist
case $target in
  *windows*) python3 -c "import shutil, sys; shutil.make_archive(sys.argv[1], 'zip', '.', sys.argv[1])" "$name" ;;
  *) tar --sort=name --owner=0 --group=0 --mtime='1980-01-01 00:00Z' -czf "$name.tar.gz" "$name" 2>/dev/null ||
       tar -czf "$name.tar.gz" "$name" ;;
esac
rm -rf "$name"
