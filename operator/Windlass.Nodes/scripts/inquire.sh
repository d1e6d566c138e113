#!/bin/sh
# Runs one command that only looks, or asks for one URL, and tells what came of it. Data, "key value" per line, "." last:
#   nonce N | timeout SECONDS | argument BASE64 (in order) | url URL
# Answer: "#N begin", "#N exit CODE", what was printed, "#N end 0" last.

# More than a gate ever reads; the operator's end takes 4 MiB.
most_output=3000000

main() {
    nonce='' seconds=20 url='' complete=no
    set --
    while read -r key value; do
        case $key in
            .) complete=yes; break ;;
            nonce) nonce=$value ;;
            timeout) seconds=$value ;;
            url) url=$value ;;
            argument) read_argument "$value"; set -- "$@" "$argument" ;;
        esac
    done
    [ "$complete" = yes ] || exit 64
    # From Debian 13 on mysql is in a package for old habits that need not be there; before MariaDB 10.4 there was no other name.
    if [ "${1:-}" = mariadb ] && ! command -v mariadb >/dev/null; then
        shift
        set -- mysql "$@"
    fi
    exec </dev/null
    cd / || exit 1
    # Both mysql and the Erlang machine look for files of their user there.
    HOME=/root
    export HOME
    if [ -n "$url" ]; then
        output=$(fetch "$url")
        code=0
    else
        # --kill-after: what does not heed SIGTERM must not hold the connection. Its answer is the last line, behind what is cut off.
        answered=$({ timeout -k 2 "$seconds" "$@" 2>&1; printf '\n%s\n' "$?"; } | { head -c "$most_output"; echo; tail -n 1; })
        code=$(printf '%s\n' "$answered" | tail -n 1)
        output=$(printf '%s\n' "$answered" | sed '$d')
    fi
    [ "$code" -ne 137 ] || code=124
    printf '#%s begin\n#%s exit %s\n' "$nonce" "$nonce" "$code"
    printf '%s\n' "$output" | head -c "$most_output"
    printf '\n#%s end 0\n' "$nonce"
}
