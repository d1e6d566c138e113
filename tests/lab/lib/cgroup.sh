# shellcheck shell=bash
# Where the processes of a node live. Killing and freezing a node is done through its cgroup v2 directory.
#
# Under systemd a node is a transient service with a delegated cgroup, so that systemd neither moves nor kills it;
# elsewhere the lab makes a directory of its own. A host with cgroup v1 only gets a cgroup2 tree mounted in $RUN.

V1_TREE=/sys/fs/cgroup/systemd

host_runs_systemd() { [ -d /run/systemd/system ] && [ "$(cat /proc/1/comm)" = systemd ]; }

# Start something that outlives us and whatever session we run in. Prints nothing; the pid file tells who it is.
start_daemon() { # NAME PIDFILE LOG COMMAND...
    local name=windlass-lab-$1 pidfile=$2 log=$3; shift 3
    if host_runs_systemd; then
        systemd-run --quiet --collect --unit="$name" --property=Delegate=yes --property=KillMode=mixed \
            --property="StandardOutput=append:$log" --property=StandardError=inherit --setenv=WINDLASS_LAB_DIR="$LAB" "$@"
        remember_process "$pidfile" "$(systemctl show --property=MainPID --value "$name")"
    else
        ( close_inherited; exec setsid "$@" ) </dev/null >>"$log" 2>&1 &
        remember_process "$pidfile" $!
    fi
}

# A daemon must not keep what our caller has open: a lock held by flock(1) would last as long as the lab.
close_inherited() {
    local fd
    for fd in "/proc/$BASHPID/fd"/*; do
        fd=${fd##*/}
        # 255 is bash's own, and closes itself
        if [ "$fd" -gt 2 ] && [ "$fd" -lt 255 ]; then exec {fd}>&-; fi
    done
}

cgroup_root() {
    local place
    for place in /sys/fs/cgroup /sys/fs/cgroup/unified "$RUN/cgroup2"; do
        [ "$(stat -f -c %T "$place" 2>/dev/null)" = cgroup2fs ] && { echo "$place"; return; }
    done
    mkdir -p "$RUN/cgroup2"
    mount -t cgroup2 cgroup2 "$RUN/cgroup2"
    echo "$RUN/cgroup2"
}

# Called by a node's supervisor for itself: be in the node's cgroup, and leave its path where the others look.
cgroup_enter() { # NODE
    local root path
    root=$(cgroup_root)
    if host_runs_systemd; then
        path=$(sed -n 's/^0:://p' /proc/self/cgroup)
        [ -n "$path" ] && [ "$path" != / ] || path=$(sed -n 's/^[0-9]*:name=systemd://p' /proc/self/cgroup)
    else
        path=/windlass-lab/$1
        mkdir -p "$root$path"
        echo $BASHPID > "$root$path/cgroup.procs"
        # where nspawn finds no cgroup2 of the host's it goes by systemd's v1 tree, and copies the path from there
        if [ "$root" = "$RUN/cgroup2" ] && [ -d "$V1_TREE" ]; then
            mkdir -p "$V1_TREE$path"
            echo $BASHPID > "$V1_TREE$path/cgroup.procs"
        fi
    fi
    echo "$root$path" > "$NODES/$1/cgroup"
}

cgroup_of()   { cat "$NODES/$1/cgroup" 2>/dev/null; }
cgroup_pids() { find "$1" -name cgroup.procs -exec cat {} + 2>/dev/null || true; }
cgroup_empty() { [ -z "$(cgroup_pids "$1")" ]; }

cgroup_kill() { # PATH
    [ -d "$1" ] || return 0
    [ ! -e "$1/cgroup.freeze" ] || echo 0 > "$1/cgroup.freeze" 2>/dev/null || true
    if [ -e "$1/cgroup.kill" ]; then
        echo 1 > "$1/cgroup.kill"
    else                                        # kernels before 5.14
        cgroup_pids "$1" | xargs -r kill -9 2>/dev/null || true
    fi
    poll 10 cgroup_empty "$1" || die "processes of $1 do not die"
}

# The next boot must not find the old directories: in a cgroup that was killed once, a newer systemd's children die.
cgroup_remove() { # PATH
    poll 5 cgroup_try_remove "$1" || true
    [ ! -d "$V1_TREE/windlass-lab" ] ||
        find "$V1_TREE/windlass-lab" -depth -type d -exec rmdir {} + 2>/dev/null || true
}
cgroup_try_remove() {
    [ -d "$1" ] || return 0
    find "$1" -depth -type d -exec rmdir {} + 2>/dev/null || true
    [ ! -d "$1" ]
}
