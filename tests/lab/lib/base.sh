# shellcheck shell=bash
# The root file system every node starts from: plain Debian, made once, then only read.

base_packages=(
    systemd systemd-sysv libpam-systemd dbus openssh-server sudo     # what a bare-metal machine runs
    apt-utils ca-certificates curl procps iproute2 iputils-ping      # what people expect on it
    python3 haproxy                                                  # what the imitation cloud needs; socat is left out on purpose
)

# The archive this host installs from is the nearest one.
debian_mirror() {
    local found
    found=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources 2>/dev/null |
        grep -v '^#' | grep -oE 'https?://[^ ]+/debian/?( |$)' | head -n 1)
    found=${WINDLASS_LAB_MIRROR:-$found}
    [ -n "$found" ] || die 'no Debian archive found in /etc/apt: name one in WINDLASS_LAB_MIRROR'
    echo "$found"
}

base_build() {
    local want include mirror log=$CACHE/base.log proxy=()
    want=$({ echo "$SUITE" "${base_packages[*]}"; declare -f base_trim base_mask; } | fingerprint)
    is_cached "$BASE.made" "$want" && return
    include=$(IFS=,; echo "${base_packages[*]}")
    mirror=$(debian_mirror)
    say "base: mmdebstrap $SUITE from $mirror (once)"
    rm -rf "$BASE" "$BASE.made" "$LAYERS"
    mkdir -p "$BASE"
    [ -z "$(apt-config shell p Acquire::http::Proxy)" ] || proxy=(--aptopt="$(apt-config dump --format '%f "%v";' Acquire::http::Proxy)")
    mmdebstrap --quiet --mode=root --variant=minbase "${proxy[@]}" --include="$include" "$SUITE" "$BASE" "$mirror" >"$log" 2>&1 ||
        { tail -n 5 "$log" >&2; die "mmdebstrap failed: $log"; }
    base_trim
    echo "$want" > "$BASE.made"
    say "base: ready, $(du -sm "$BASE" | cut -f1) MB"
}

base_trim() {
    # each node gets its own identity later
    : > "$BASE/etc/machine-id"
    rm -f "$BASE/var/lib/dbus/machine-id" "$BASE"/etc/ssh/ssh_host_*
    # offline: no archive but the lab's, names from /etc/hosts
    : > "$BASE/etc/apt/sources.list"
    rm -rf "$BASE"/etc/apt/sources.list.d/* "$BASE"/var/lib/apt/lists/* "$BASE"/var/cache/apt/archives/*.deb
    rm -f "$BASE/etc/resolv.conf"; : > "$BASE/etc/resolv.conf"
    : > "$BASE/etc/default/locale"
    base_mask
    # runs where it is configured, on controllers
    rm -f "$BASE/etc/systemd/system/multi-user.target.wants/haproxy.service"
    mkdir -p "$BASE/etc/systemd/journald.conf.d" "$BASE/srv/shared"
    printf '[Journal]\nStorage=persistent\nSystemMaxUse=32M\nRateLimitBurst=0\n' > "$BASE/etc/systemd/journald.conf.d/lab.conf"
    printf 'PermitRootLogin prohibit-password\nPasswordAuthentication no\nUseDNS no\n' > "$BASE/etc/ssh/sshd_config.d/lab.conf"
}

base_mask() {
    local unit
    # The first three use up inotify instances (128 for all of root's processes on the host); the others are of no
    # use without hardware or a network outside and only make a boot longer.
    for unit in user@.service systemd-ask-password-console.path systemd-ask-password-wall.path \
        getty.target console-getty.service systemd-networkd.service systemd-resolved.service systemd-timesyncd.service \
        apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service \
        fstrim.timer logrotate.timer systemd-tmpfiles-clean.timer; do
        ln -sf /dev/null "$BASE/etc/systemd/system/$unit"
    done
}
