#!/bin/sh
# Data: guard UNIT, question GLOB, held-source NAME, removable NAME, pin NAME=VERSION. Exact versions; held packages are never forced, and nothing else
# is removed than what the release names.
main() {
    pins='' names='' guards='' questions='' sources='' removable=''
    while read -r key value; do
        case $key in
            .) break ;;
            guard) guards="$guards $value" ;;
            question) questions="$questions $value" ;;
            held-source) sources="$sources $value" ;;
            removable) removable="$removable $value" ;;
            pin) pins="$pins $value" names="$names ${value%%=*}" ;;
        esac
    done
    [ "$key" = . ] || exit 64
    [ -n "$pins" ] || exit 0
    refuse_held
    # First: what is judged before the wait may be otherwise after it.
    await_lock /var/lib/dpkg/lock-frontend
    # shellcheck disable=SC2086 # pins hold no blanks
    judge_removals "$removable" $pins
    guard_services "$guards" "$names"
    answer_no "$guard_dir" "$questions"
    remember_marks
    watch_held_sources "$sources"
    # shellcheck disable=SC2086 # options and pins hold no blanks
    apt install $held_hook $no_removal $pins || {
        answered=$?
        judge_watched
        fail_apt 16 "apt-get could not install the versions asked for (it answered $answered)"
    }
    for pin in $pins; do is_installed "$pin" || fail 16 "$pin is not installed and configured after apt-get said so"; done
}

refuse_held() {
    held=$(apt-mark showhold)
    for pin in $pins; do
        printf '%s\n' "$held" | grep -qxF -e "${pin%%=*}" || continue
        is_installed "$pin" || fail 12 "${pin%%=*} is on hold by an administrator and would have to change to ${pin#*=}"
    done
}
