#!/bin/sh
# Data: guard UNIT, question GLOB, held-source NAME, removable NAME, pin NAME=VERSION. Installs, in one go, what the pins need besides, but for what is built from a held
# source. The pins themselves stay as they are; marks too, and what is new counts as installed automatically.
main() {
    pins='' guards='' questions='' sources='' removable=''
    while read -r key value; do
        case $key in
            .) break ;;
            guard) guards="$guards $value" ;;
            question) questions="$questions $value" ;;
            held-source) sources="$sources $value" ;;
            removable) removable="$removable $value" ;;
            pin) pins="$pins $value" ;;
        esac
    done
    [ "$key" = . ] || exit 64
    [ -n "$pins" ] || exit 0
    await_lock /var/lib/dpkg/lock-frontend
    # shellcheck disable=SC2086 # pins hold no blanks
    judge_removals "$removable" $pins
    libraries=$(needed_besides) || fail_apt 16 'APT cannot work out what the components need: strategy.dependencies: WithComponent does without'
    [ -n "$libraries" ] || exit 0
    # Libraries restart what is theirs; the services of components keep running.
    guard_services "$guards" ''
    answer_no "$guard_dir" "$questions"
    remember_marks
    new=''
    for pin in $libraries; do
        grep -qxF -e "${pin%%=*}" "$state_dir/marks/auto" "$state_dir/marks/manual" || new="$new ${pin%%=*}"
    done
    # Remembered as automatic: what is given back at the end, also after a cut-off, is their mark too.
    # shellcheck disable=SC2086 # names hold no blanks
    [ -z "$new" ] || printf '%s\n' $new >>"$state_dir/marks/auto"
    watch_held_sources "$sources"
    # shellcheck disable=SC2086 # options and pins hold no blanks
    apt install $held_hook --no-remove $libraries || {
        answered=$?
        judge_watched
        fail_apt 16 "apt-get could not install the libraries beforehand (it answered $answered): strategy.dependencies: WithComponent does without"
    }
    for pin in $libraries; do is_installed "$pin" || fail 16 "$pin is not installed and configured after apt-get said so"; done
}

# NAME=VERSION of what APT would install with the pins, but for held sources: those of the components.
needed_besides() {
    # shellcheck disable=SC2086 # pins hold no blanks
    simulated=$(apt -s install $no_removal $pins 2>&1) || { say "$simulated" >&2; return 1; }
    planned=$(printf '%s\n' "$simulated" |
        awk '$1 == "Inst" { name = $2; sub(/:.*/, "", name); at = ($3 ~ /^\[/) ? 4 : 3; sub(/^\(/, "", $at); print name "=" $at }')
    [ -n "$planned" ] || return 0
    # shellcheck disable=SC2086 # pins hold no blanks
    apt-cache show --no-all-versions $planned 2>/dev/null | awk -v held=" $sources " '
        function tell() { if (name != "" && !index(held, " " (source == "" ? name : source) " ")) print name "=" version; name = source = version = "" }
        /^Package: / { name = $2 }
        /^Source: / { source = $2 }
        /^Version: / { version = $2 }
        /^$/ { tell() }
        END { tell() }'
}
