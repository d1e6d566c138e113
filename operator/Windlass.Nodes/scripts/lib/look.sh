#!/bin/sh
# A look at the node: everything in sections "#N section NAME" with tab-separated lines; changes nothing. What to look for:
#   source PACKAGE | package NAME | unit NAME | sources-file NAME | supersedes GLOB | probe URL | no-trace yes |
#   unneeded-by UPGRADE | kept-source PACKAGE (these two need unneeded.sh)
sources=' ' new='' asked='' sources_file='' superseded='' probes='' no_trace=no unneeded_by='' kept_sources=''

# Takes one line of what to look for.
look_for() { # KEY VALUE
    case $1 in
        source) sources="$sources$2 " ;;
        package) new="$new $2" ;;
        unit) asked="$asked $2" ;;
        sources-file) sources_file=$2 ;;
        supersedes) superseded="$superseded $2" ;;
        probe) probes="$probes $2" ;;
        no-trace) no_trace=$2 ;;
        unneeded-by) unneeded_by=$2 ;;
        kept-source) kept_sources="$kept_sources $2" ;;
    esac
}

# A kernel that the next boot would take. Where the running one has no file here (containers) nothing is concluded.
has_newer_kernel() {
    running=$(uname -r)
    [ -e "/boot/vmlinuz-$running" ] || return 1
    for kernel in /boot/vmlinuz-*; do
        ! dpkg --compare-versions "${kernel#/boot/vmlinuz-}" gt "$running" || return 0
    done
    return 1
}

section() { printf '#%s section %s\n' "$nonce" "$1"; }

machine() {
    section machine
    printf 'machine-id\t%s\n' "$(cat /etc/machine-id 2>/dev/null)"
    printf 'boot-id\t%s\n' "$(cat /proc/sys/kernel/random/boot_id)"
    printf 'kernel\t%s\n' "$(uname -r)"
    # shellcheck source=/dev/null
    printf 'os\t%s\n' "$(flat "$(. /etc/os-release 2>/dev/null && printf '%s' "${PRETTY_NAME:-}")")"
    # The pair that turns systemd's monotonic times into wall-clock times, read one after the other.
    wall=$(now)
    read -r uptime _ </proc/uptime
    printf 'clock\t%s\t%s\n' "$wall" "$uptime"
    if command -v ip >/dev/null; then
        ip -o addr show scope global 2>/dev/null | awk '{ sub(/\/.*/, "", $4); printf "address\t%s\n", $4 }'
    else
        for address in $(hostname -I 2>/dev/null); do printf 'address\t%s\n' "$address"; done
    fi
    df -Pk / /var /boot 2>/dev/null | awk 'NR > 1 && $4 ~ /^[0-9]+$/ { printf "free-kib\t%s\n", $4 }'
    if [ -e /run/reboot-required ] || has_newer_kernel; then printf 'reboot-required\tyes\n'; fi
}

# Fills rows: source, package, architecture, version, status, multi-arch of each installed package that was asked for.
query_packages() {
    # shellcheck disable=SC2016 # dpkg-query expands these, not the shell
    rows=$(dpkg-query -W -f='${source:Package}\t${Package}\t${Architecture}\t${Version}\t${db:Status-Abbrev}\t${Multi-Arch}\n' 2>/dev/null |
        awk -F '\t' -v wanted="$sources" 'index(wanted, " " $1 " ") && $5 !~ /^.[nc]/')
    names=$(printf '%s\n' "$rows" | awk -F '\t' 'NF { printf " %s", $2 }')
    lists=$(printf '%s\n' "$rows" | awk -F '\t' 'NF { print "/var/lib/dpkg/info/" $2 ($6 == "same" ? ":" $3 : "") ".list" }')
}

packages() {
    section packages
    [ -z "$names" ] || printf '%s\n' "$rows"
    section unpacked
    # shellcheck disable=SC2086 # file names of dpkg hold no blanks
    [ -z "$names" ] || stat -c '%.9Y	%n' -- $lists 2>/dev/null
    section candidates
    # Asked as root, APT also writes its parsed package lists to /var/cache/apt; without names for those files it does not.
    no_files=''
    [ "$no_trace" = no ] || no_files='-o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache='
    # shellcheck disable=SC2086
    [ -z "$names$new" ] || apt-cache $no_files policy -- $names $new 2>/dev/null |
        awk '/^[^ ].*:$/ { name = substr($0, 1, length($0) - 1) } $1 == "Candidate:" { printf "%s\t%s\n", name, $2 }'
    section archives
    [ -z "$names$new" ] || find /var/cache/apt/archives -maxdepth 1 -name '*.deb' -printf '%f\n' 2>/dev/null |
        awk -F _ -v wanted="$names$new " 'index(wanted, " " $1 " ")'
}

units() {
    section shipped
    shipped=''
    if [ -n "$names" ]; then
        # shellcheck disable=SC2086
        shipped=$(grep -HE '^(/usr)?/lib/systemd/system/[A-Za-z0-9:_.-]+\.service$|^/etc/init\.d/[A-Za-z0-9_.-]+$' -- $lists 2>/dev/null)
    fi
    [ -z "$shipped" ] || printf '%s\n' "$shipped" | sed 's/\.list:/\t/'
    section holds
    for marker in "$state_dir"/holds/*; do
        [ -f "$marker" ] || continue
        read -r was_active <"$marker"
        printf '%s\t%s\n' "${marker##*/}" "$was_active"
        asked="$asked ${marker##*/}"
    done
    asked=$(
        {
            printf '%s\n' "$shipped" | awk -F / 'NF { print ($NF ~ /\.service$/ ? $NF : $NF ".service") }'
            for unit in $asked; do printf '%s\n' "$unit"; done
        } | awk '!seen[$0]++'
    )
    section asked
    [ -z "$asked" ] || printf '%s\n' "$asked"
    section units
    # shellcheck disable=SC2086
    [ -z "$asked" ] || systemctl show -p Id -p LoadState -p ActiveState -p SubState -p UnitFileState -p MainPID \
        -p ExecMainStartTimestampMonotonic -p ActiveEnterTimestampMonotonic -- $asked 2>/dev/null
}

# What is to be moved aside when the source is switched, and what somebody has put back since.
old_sources() {
    set -f
    for glob in $superseded; do
        set +f
        # shellcheck disable=SC2231 # the glob is what we were given
        for old in /etc/apt/sources.list.d/$glob; do
            [ ! -f "$old" ] || [ "${old##*/}" = "$sources_file" ] || printf 'superseded\t%s\n' "$(flat "${old##*/}")"
        done
    done
    set +f
}

packaging() {
    section packaging
    # The list of packages without md5sums is older than any of us and nothing that a repair could change.
    dpkg --audit 2>/dev/null | awk '/^[^ ]/ { skip = /md5sums/ } NF && !skip { gsub(/[\t\r]/, " "); printf "audit\t%s\n", $0 }'
    # No lock file: nobody holds it, and none is to be made by looking.
    if [ -e "$state_dir/guard/active" ] && { [ ! -e /run/windlass-guard.lock ] || flock -n /run/windlass-guard.lock true 2>/dev/null; }; then
        printf 'audit\twindlass: /usr/sbin/policy-rc.d was left behind by a step that was cut off\n'
    fi
    holder=$(lock_holder /var/lib/dpkg/lock-frontend)
    [ -z "$holder" ] || printf 'lock\t%s\n' "$holder"
    if [ -n "$unneeded_by" ] && left=$(unneeded "$unneeded_by" "$kept_sources"); then
        printf 'unneeded-told\tyes\n'
        [ -z "$left" ] || printf '%s\n' "$left" | sed 's/^/unneeded\t/'
    fi
    [ -n "$sources_file" ] || return 0
    old_sources
    digest=$(sha256sum "/etc/apt/sources.list.d/$sources_file" 2>/dev/null) || return 0
    printf 'digest\t%s\n' "${digest%% *}"
    # The stamp names the text for which the lists were renewed: another text, and it counts no longer.
    read -r indexed 2>/dev/null <"$state_dir/indexed" || return 0
    [ "$indexed" != "${digest%% *}" ] || printf 'indexed\t%s\n' "$(stat -c %.9Y "$state_dir/indexed")"
}

ledger() {
    section ledger
    for started in "$steps_dir"/*/started; do
        [ -e "$started" ] || continue
        id=${started%/started}
        ledger_entry "${id##*/}"
    done
}

probe() { # URL
    answer=$(fetch "$1")
    code=$(printf '%s\n' "$answer" | tail -n 1)
    detail=$(printf '%s\n' "$answer" | sed '$d' | head -n 1)
    printf '%s\t%s\t%s\n' "$1" "$code" "$(flat "$detail" | cut -c1-300)"
}

look() {
    machine
    # Before what a step may be changing just now: else a step that ends in between looks ended and without effect, and is run again.
    ledger
    query_packages
    packages
    units
    packaging
    section probes
    set -f
    for url in $probes; do probe "$url" & done
    wait
    set +f
}
