#!/bin/sh
# Tells everything about the node in one answer; changes nothing. Data on standard input, "key value" per line, "." last:
#   nonce N, and what to look for (see look.sh)
# Answer: "#N begin", the sections of the look, "#N end 0" last.
main() {
    nonce='' complete=no
    while read -r key value; do
        case $key in
            .) complete=yes; break ;;
            nonce) nonce=$value ;;
            *) look_for "$key" "$value" ;;
        esac
    done
    [ "$complete" = yes ] || exit 64
    # A child that read standard input would otherwise take what is left of this text.
    exec </dev/null
    printf '#%s begin\n' "$nonce"
    look
    printf '#%s end 0\n' "$nonce"
}
