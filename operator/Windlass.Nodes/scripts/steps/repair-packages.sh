#!/bin/sh
# Data: guard UNIT, question GLOB. Ends what dpkg left half-done, and what a step of ours that was cut off left behind.
main() {
    guards='' questions=''
    while read -r key value; do
        case $key in
            .) break ;;
            guard) guards="$guards $value" ;;
            question) questions="$questions $value" ;;
        esac
    done
    [ "$key" = . ] || exit 64
    await_lock /var/lib/dpkg/lock-frontend
    guard_services "$guards" ''
    answer_no "$guard_dir" "$questions"
    dpkg --force-confdef --force-confold --configure -a || say "dpkg --configure -a answered $?; apt-get goes on from there"
    finish_removals
    apt -f install --no-remove || fail_apt 16 "apt-get -f install answered $?"
    dpkg --force-confdef --force-confold --configure -a || fail_apt 16 "dpkg --configure -a answered $?"
}

# What was cut off on its way out goes on: APT, which may remove nothing here, would not bring that to an end.
finish_removals() {
    # shellcheck disable=SC2016 # dpkg-query expands these, not the shell
    going=$(dpkg-query -W -f='${db:Status-Abbrev}\t${binary:Package}\n' | awk -F '\t' '$1 ~ /^r[HFU]/ { print $2 }')
    # shellcheck disable=SC2086 # names hold no blanks
    [ -z "$going" ] || dpkg --remove $going || fail_apt 16 "dpkg --remove of what was on its way out answered $?"
}
