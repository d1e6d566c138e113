#!/bin/sh
# The key of a repository, as APT wants it in a file of this name: .asc files are read as armoured keys, others as binary ones.
keyring_bytes() { # NAME BASE64-OF-ARMOURED
    case $1 in
        *.asc) printf '%s' "$2" | base64 -d ;;
        *)
            # Take the armour off: headers end with an empty line, "=" starts the checksum.
            printf '%s' "$2" | base64 -d |
                awk '/^-----BEGIN/ { head = 1; next } /^-----END/ { exit } head { if ($0 ~ /^[ \t\r]*$/) { head = 0; body = 1 } next } body && !/^=/' |
                tr -d '\r' | base64 -d
            ;;
    esac
}
