#!/bin/sh
# Data: success CODE, argument BASE64 (one per line, in order).
main() {
    successes=' '
    set --
    while read -r key value; do
        case $key in
            .) break ;;
            success) successes="$successes$value " ;;
            argument) read_argument "$value"; set -- "$@" "$argument" ;;
        esac
    done
    [ "$key" = . ] && [ $# -gt 0 ] || exit 64
    cd / || exit 1
    "$@" </dev/null
    code=$?
    case $successes in
        *" $code "*) say "$1 ended with exit code $code, which counts as well"; exit 0 ;;
    esac
    # 0 may be none of them, and must not pass for one.
    [ "$code" -ne 0 ] || code=18
    fail "$code" "$1 failed"
}
