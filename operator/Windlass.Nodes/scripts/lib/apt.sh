#!/bin/sh
# APT and dpkg without questions, without surprises: exact versions, kept configuration files, no service touched by package scripts.
guard_dir=$state_dir/guard
policy=/usr/sbin/policy-rc.d
foreign_policy=$policy.windlass-foreign

DEBIAN_FRONTEND=noninteractive
APT_LISTCHANGES_FRONTEND=none
UCF_FORCE_CONFFOLD=1
NEEDRESTART_SUSPEND=1
export DEBIAN_FRONTEND APT_LISTCHANGES_FRONTEND UCF_FORCE_CONFFOLD NEEDRESTART_SUSPEND

apt() {
    apt-get -y -q -o Dpkg::Use-Pty=0 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \
        -o Acquire::Retries=3 -o DPkg::Lock::Timeout=30 -o APT::Get::Always-Include-Phased-Updates=true \
        -o APT::Keep-Downloaded-Packages=true "$@"
}

# Waits for the lock, one minute at most (with APT's own 30 s that stays under a deadline of two), and names who has it: a person
# can act on a name.
await_lock() { # FILE
    lock_tries=0
    lock_began=$(date +%s)
    while :; do
        lock_owner=$(lock_holder "$1")
        [ -n "$lock_owner" ] || return 0
        [ "$lock_tries" -gt 0 ] || say "$1 is held by $lock_owner; waiting"
        lock_tries=1
        [ "$(($(date +%s) - lock_began))" -lt 60 ] || fail 10 "$1 is still held by $lock_owner after 60 s"
        sleep 1
    done
}

# Called when apt-get or dpkg failed: a lock that was taken in between is told apart from everything else.
fail_apt() { # CODE MESSAGE
    for lock_file in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/cache/apt/archives/lock /var/lib/apt/lists/lock; do
        lock_owner=$(lock_holder "$lock_file")
        [ -z "$lock_owner" ] || fail 10 "$lock_file is held by $lock_owner"
    done
    fail "$1" "$2"
}

# Sets no_removal: APT may remove nothing, unless everything that it would remove is on the list of what may go.
judge_removals() { # "PACKAGE..." PIN...
    no_removal=--no-remove
    may_go=$1
    shift
    [ -n "$may_go" ] || return 0
    going=$(apt -s install "$@" 2>/dev/null | awk '$1 == "Remv" { sub(/:.*/, "", $2); print $2 }')
    [ -n "$going" ] || return 0
    for gone in $going; do
        case " $may_go " in *" $gone "*) ;; *) return 0 ;; esac
    done
    # shellcheck disable=SC2086 # names hold no blanks
    say "APT removes, as the release allows:" $going
    no_removal=''
}

# Binary packages of these source packages that are installed, a line each.
binaries_of() { # "SOURCE..."
    # shellcheck disable=SC2016 # dpkg-query expands these, not the shell
    dpkg-query -W -f='${source:Package}\t${Package}\t${db:Status-Abbrev}\n' |
        awk -F '\t' -v held=" $1 " 'index(held, " " $1 " ") && $3 ~ /^.i/ { print $2 }'
}

# What APT would change besides: names "Inst PACKAGE [OLD] (NEW ...)" and "Remv PACKAGE [OLD]" of packages that are installed now.
# Exit 17 when one of them is built from a source package that must be left alone. After judge_removals.
refuse_held_sources() { # "SOURCE..." PIN...
    held_sources=$1
    shift
    [ -n "$held_sources" ] || return 0
    held_binaries=$(binaries_of "$held_sources")
    [ -n "$held_binaries" ] || return 0
    # shellcheck disable=SC2086 # one option, or none
    for moved in $(apt -s install $no_removal "$@" 2>/dev/null | awk '($1 == "Inst" && $3 ~ /^\[/) || $1 == "Remv" { print $2 }'); do
        printf '%s\n' "$held_binaries" | grep -qxF -e "${moved%%:*}" || continue
        refuse_moved "${moved%%:*}"
    done
}

refuse_moved() { # PACKAGE
    fail 17 "APT would change $1 as well, which must not change now: it is of another component, or the release holds it back"
}

# The same for a transaction that is about to happen, after guard_services: APT itself shows what it is going to do right before dpkg
# begins, and gives up when told so. Saves working everything out twice while a service is down. The options are in held_hook.
watch_held_sources() { # "SOURCE..."
    held_hook=''
    rm -f "$guard_dir/refused"
    [ -n "$1" ] || return 0
    binaries_of "$1" >"$guard_dir/held"
    put_file "$guard_dir/refuse-held" 755 <<'EOF'
#!/bin/sh
# APT's version 2: its settings, an empty line, then PACKAGE OLD-VERSION < NEW-VERSION FILE; "-" for no version.
guard=/var/lib/windlass/guard
while read -r setting && [ -n "$setting" ]; do :; done
while read -r package old _ new _; do
    [ "$old" != - ] && [ "$old" != "$new" ] || continue
    grep -qxF -e "${package%%:*}" "$guard/held" || continue
    printf '%s\n' "${package%%:*}" >"$guard/refused"
    exit 1
done
EOF
    held_hook="-o DPkg::Pre-Install-Pkgs::=$guard_dir/refuse-held -o DPkg::Tools::Options::$guard_dir/refuse-held::Version=2"
}

# After APT gave up: was it for that?
judge_watched() {
    read -r watched 2>/dev/null <"$guard_dir/refused" || return 0
    refuse_moved "$watched"
}

# Package scripts ask policy-rc.d before they touch a service; ours says no for the units in hand and for everything that the
# packages in hand ship (a service that is new in this release must not start before its schema), and asks the foreign
# policy-rc.d, kept beside it, about all others.
guard_services() { # "UNIT..." "PACKAGE..."
    exec 8>/run/windlass-guard.lock
    flock -w 30 8 || fail 10 'another step has the package scripts in hand'
    trap end_transaction EXIT
    trap 'exit 143' TERM INT HUP
    mkdir -p "$guard_dir" || fail 1 "cannot write to $guard_dir"
    # shellcheck disable=SC2086 # names hold no blanks
    printf '%s\n' $1 >"$guard_dir/units"
    # shellcheck disable=SC2086
    printf '%s\n' $2 >"$guard_dir/packages"
    if [ -e "$policy" ] && ! grep -q '^# Windlass guard$' "$policy"; then
        mv -f "$policy" "$foreign_policy"
    fi
    : >"$guard_dir/active"
    sync "$guard_dir"
    put_file "$policy" 755 <<'EOF'
#!/bin/sh
# Windlass guard
while [ $# -gt 0 ]; do case $1 in --*) shift ;; *) break ;; esac; done
name=${1%.service}
guard=/var/lib/windlass/guard
grep -qsxF -e "$name.service" "$guard/units" && exit 101
while read -r package; do
    [ -n "$package" ] || continue
    grep -qsxF -e "/lib/systemd/system/$name.service" -e "/usr/lib/systemd/system/$name.service" -e "/etc/init.d/$name" \
        "/var/lib/dpkg/info/$package.list" /var/lib/dpkg/info/"$package":*.list && exit 101
done 2>/dev/null <"$guard/packages"
[ ! -x /usr/sbin/policy-rc.d.windlass-foreign ] || exec /usr/sbin/policy-rc.d.windlass-foreign "$@"
exit 0
EOF
}

unguard_services() {
    if [ -e "$foreign_policy" ]; then
        mv -f "$foreign_policy" "$policy"
    elif grep -qs '^# Windlass guard$' "$policy"; then
        rm -f "$policy"
    fi
    rm -rf "$guard_dir"
}

# Which packages were installed by hand and which as dependencies. A copy of an earlier run that was cut off is the truth.
remember_marks() {
    [ -e "$state_dir/marks/auto" ] && return 0
    mkdir -p "$state_dir/marks"
    apt-mark showmanual >"$state_dir/marks/manual" && apt-mark showauto | put_file "$state_dir/marks/auto" 600
}

restore_marks() {
    [ -e "$state_dir/marks/auto" ] || return 0
    apt-mark showmanual | sort >"$state_dir/marks/manual.now"
    apt-mark showauto | sort >"$state_dir/marks/auto.now"
    # shellcheck disable=SC2046 # package names hold no blanks
    set -- $(sort "$state_dir/marks/auto" | comm -12 - "$state_dir/marks/manual.now")
    [ $# -eq 0 ] || apt-mark auto "$@" >/dev/null
    # shellcheck disable=SC2046
    set -- $(sort "$state_dir/marks/manual" | comm -12 - "$state_dir/marks/auto.now")
    [ $# -eq 0 ] || apt-mark manual "$@" >/dev/null
    rm -rf "$state_dir/marks"
}

end_transaction() {
    restore_marks
    unguard_services
}

# dpkg is done with the package, and it is the version that was asked for.
is_installed() { # NAME=VERSION
    # shellcheck disable=SC2016 # dpkg-query expands these
    case $(dpkg-query -W -f='${db:Status-Abbrev}${Version}' "${1%%=*}" 2>/dev/null) in
        "ii ${1#*=}" | "hi ${1#*=}") return 0 ;;
        *) return 1 ;;
    esac
}
