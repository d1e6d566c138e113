#!/bin/sh
# Data: held-source NAME, removable NAME, pin NAME=VERSION. Afterwards their archives, and those of what they newly need, lie in APT's cache.
archives=/var/cache/apt/archives

# APT writes "_" and ":" of a version as %5f and %3a in a file name.
has_archive() { # NAME=VERSION
    quoted=$(printf '%s' "${1#*=}" | sed 's/_/%5f/g; s/:/%3a/g')
    for archive in "$archives/${1%%=*}_${quoted}"_*.deb; do
        [ ! -f "$archive" ] || return 0
    done
    return 1
}

require_versions() {
    # shellcheck disable=SC2046,SC2086 # pins hold no blanks
    known=$(apt-cache madison -- $(printf '%s\n' $pins | cut -d= -f1) | awk -F '|' '{ gsub(/ /, ""); print $1 "=" $2 }')
    for pin in $pins; do
        printf '%s\n' "$known" | grep -qxF -e "$pin" || is_installed "$pin" || fail 11 "the package lists of this node do not have $pin"
    done
}

main() {
    pins='' sources='' removable=''
    while read -r key value; do
        case $key in
            .) break ;;
            held-source) sources="$sources $value" ;;
            removable) removable="$removable $value" ;;
            pin) pins="$pins $value" ;;
        esac
    done
    [ "$key" = . ] || exit 64
    [ -n "$pins" ] || exit 0
    require_versions
    # shellcheck disable=SC2086 # pins hold no blanks
    judge_removals "$removable" $pins
    # shellcheck disable=SC2086 # pins hold no blanks
    refuse_held_sources "$sources" $pins
    await_lock "$archives/lock"
    # shellcheck disable=SC2086 # pins hold no blanks
    apt install --download-only $no_removal $pins || fail_apt 15 "apt-get could not download (it answered $?)"
    # Not copied by the above: what is installed already, and what comes from a file: source.
    cd "$archives" || exit 1
    for pin in $pins; do
        has_archive "$pin" || is_installed "$pin" || apt download "$pin" || fail_apt 15 "$pin was not downloaded"
    done
}
