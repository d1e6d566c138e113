#!/bin/sh
# Data: phase NAME, user NAME or "-", argument BASE64 (one per line, in order).
main() {
    phase='' user=-
    set --
    while read -r key value; do
        case $key in
            .) break ;;
            phase) phase=$value ;;
            user) user=$value ;;
            argument) read_argument "$value"; set -- "$@" "$argument" ;;
        esac
    done
    [ "$key" = . ] && [ $# -gt 0 ] || exit 64
    # After "sudo -u X" of somebody else the working folder may be one that X cannot read.
    cd / || exit 1
    case $phase in
        online-migrations) migrate_online "$@" ;;
        upgrade-check) check_upgrade "$@" ;;
        *) as_user "$@" </dev/null || fail "$?" "$1 failed" ;;
    esac
}

# Upstream's exit codes: 0 all is well, 1 warnings, 2 a failure; 255 the check itself broke.
check_upgrade() {
    as_user "$@" </dev/null
    code=$?
    case $code in
        0) ;;
        1) say "$1 has warnings: read them above; the upgrade goes on" ;;
        *) fail "$code" "$1 says that the new code must not start yet: mend what it names above" ;;
    esac
}

as_user() {
    [ "$user" != - ] || { "$@"; return; }
    home=$(getent passwd "$user" | cut -d: -f6)
    if command -v runuser >/dev/null; then
        HOME=$home runuser -u "$user" -- "$@"
    elif command -v setpriv >/dev/null; then
        HOME=$home setpriv --reuid "$user" --regid "$(id -g "$user")" --init-groups -- "$@"
    else
        # shellcheck disable=SC2016 # the inner shell expands it
        su -s /bin/sh "$user" -c 'exec "$0" "$@"' -- "$@"
    fi
}

# Upstream's exit codes: 0 nothing left, 1 some rows moved and there are more, 2 nothing moved and errors remain.
migrate_online() {
    round=0
    while [ "$round" -lt 1000 ]; do
        round=$((round + 1))
        as_user "$@" </dev/null
        code=$?
        case $code in
            0) say "online migrations done after $round rounds"; exit 0 ;;
            1) ;;
            2) fail 14 "$1 is stuck in round $round: rows remain that it cannot move" ;;
            *) fail "$code" "$1 failed in round $round" ;;
        esac
    done
    fail 14 "$1 still wants to run again after $round rounds"
}
