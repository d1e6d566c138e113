#!/bin/sh
# Data: upgrade NAME, guard UNIT, kept-source NAME, package NAME or NAME:ARCHITECTURE. Removes exactly these; their settings stay.
way_out='(to end the run without: spec.strategy.autoremove: Never)'

main() {
    upgrade='' packages='' guards='' sources=''
    while read -r key value; do
        case $key in
            .) break ;;
            upgrade) upgrade=$value ;;
            guard) guards="$guards $value" ;;
            kept-source) sources="$sources $value" ;;
            package) packages="$packages $value" ;;
        esac
    done
    [ "$key" = . ] && [ -n "$upgrade" ] || exit 64
    await_lock /var/lib/dpkg/lock-frontend
    # Asked once more: a program may use by now what none did when this was decided.
    unneeded_now=$(unneeded "$upgrade" "$sources") || fail 16 "APT or systemd cannot tell what nothing needs any more: $(flat "$(apt -s autoremove 2>&1 | grep '^E:')") $way_out"
    [ -n "$packages" ] || exit 0
    refuse_needed
    refuse_more
    guard_services "$guards" ''
    # shellcheck disable=SC2086 # names hold no blanks
    remove $packages || fail_apt 16 "apt-get could not remove what nothing needs any more (it answered $?) $way_out"
    for package in $packages; do ! is_there "$package" || fail 16 "$package is still there after apt-get said otherwise $way_out"; done
}

# What stays is never removed with it, whatever this node's own settings of APT say.
remove() { apt -o APT::Get::AutomaticRemove=false -o APT::Get::Purge=false remove "$@"; }

refuse_needed() {
    for package in $packages; do
        printf '%s\n' "$unneeded_now" | grep -qxF -e "$package" || fail 17 "$package is needed, or in use, by now $way_out"
    done
}

# APT shows beforehand what it will do.
refuse_more() {
    # shellcheck disable=SC2086 # names hold no blanks
    simulated=$(remove -s $packages 2>&1) || { say "$simulated"; fail_apt 16 "apt-get cannot remove what nothing needs any more $way_out"; }
    more=$(printf '%s\n' "$simulated" | awk -v going=" $packages " '
        $1 == "Inst" || $1 == "Conf" { print $2; next }
        $1 == "Remv" && !index(going, " " $2 " ") { print $2 }')
    [ -z "$more" ] || fail 17 "APT would change besides: $(flat "$more") $way_out"
}

is_there() { # PACKAGE
    # shellcheck disable=SC2016 # dpkg-query expands these
    case $(dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null) in
        '' | ?n* | ?c*) return 1 ;;
    esac
}
