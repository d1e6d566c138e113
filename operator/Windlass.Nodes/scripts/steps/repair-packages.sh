#!/bin/sh
# Data: guard UNIT. Ends what dpkg left half-done, and what a step of ours that was cut off left behind.
main() {
    guards=''
    while read -r key value; do
        case $key in
            .) break ;;
            guard) guards="$guards $value" ;;
        esac
    done
    [ "$key" = . ] || exit 64
    await_lock /var/lib/dpkg/lock-frontend
    guard_services "$guards" ''
    dpkg --force-confdef --force-confold --configure -a || say "dpkg --configure -a answered $?; apt-get goes on from there"
    apt -f install --no-remove || fail_apt 16 "apt-get -f install answered $?"
    dpkg --force-confdef --force-confold --configure -a || fail_apt 16 "dpkg --configure -a answered $?"
}
