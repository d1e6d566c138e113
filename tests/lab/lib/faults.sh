# shellcheck shell=bash
# Faults, each on and off, each injected from outside the node so that a dead or cut node is no obstacle.

fault() { # FAULT on|off NODE
    local name=$1 switch=$2 node=$3
    case $switch in on|off) ;; *) die "fault $name: on or off, not '$switch'" ;; esac
    node_exists "$node"
    case $name in
    power|freeze|net|aptlock|dpkgkill|diskfull|mirror|sshd|reload) "fault_${name}_$switch" "$node" ;;
    *) die "no fault '$name' (power freeze net aptlock dpkgkill diskfull mirror sshd reload)" ;;
    esac
}

inside() { node_enter "$@" || die "$1: $2 failed inside the node"; }

fault_power_on()  { node_power_off "$1"; }
fault_power_off() { node_start "$1"; poll 60 node_booted "$1" || die "$1 does not boot"; }

# the payload only: nspawn itself must stay able to answer
fault_freeze_on()  { echo 1 > "$(cgroup_of "$1")/payload/cgroup.freeze"; }
fault_freeze_off() { echo 0 > "$(cgroup_of "$1")/payload/cgroup.freeze"; }

fault_net_on()  { ip -n "$OPERATOR_NS" link set "$(link_of "$1")" down; }
fault_net_off() { ip -n "$OPERATOR_NS" link set "$(link_of "$1")" up; }

# apt locks with fcntl, so flock(1) would not do; the holder is seen as apt-get in ps and in apt's own message
fault_aptlock_on() {
    inside "$1" systemd-run --quiet --collect --unit=lab-aptlock bash -c "exec -a apt-get python3 -c \"
import fcntl, signal
open('/proc/self/comm', 'w').write('apt-get')
lock = open('/var/lib/dpkg/lock-frontend', 'w')
fcntl.lockf(lock, fcntl.LOCK_EX)
open('/run/lab-aptlock', 'w').write('held')
signal.pause()\""
    poll 10 node_enter "$1" test -e /run/lab-aptlock || die "$1: cannot get the lock"
}
fault_aptlock_off() { inside "$1" sh -c 'rm -f /run/lab-aptlock; systemctl stop lab-aptlock 2>/dev/null || true'; }

# kill -9 the dpkg that is working on the node, now or within a minute
fault_dpkgkill_on()  { poll 60 kill_dpkg "$1" || die "$1: no dpkg came to work"; }
fault_dpkgkill_off() { :; }
kill_dpkg() {
    local pid
    for pid in $(cgroup_pids "$(cgroup_of "$1")"); do
        [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = dpkg ] || continue
        grep -qsE -- '--(configure|unpack|install)' "/proc/$pid/cmdline" || continue
        kill -9 "$pid" && { echo "killed dpkg $pid of $1"; return 0; }
    done
    return 1
}

# The node's disk is a tmpfs: it is full when its limit is what is used.
fault_diskfull_on()  { mount -o "remount,size=$(df --output=used -B 4096 "$NODES/$1/disk" | awk 'NR == 2 {print $1 * 4096}')" "$NODES/$1/disk"; }
fault_diskfull_off() { mount -o "remount,size=$NODE_DISK" "$NODES/$1/disk"; }

# the archive accepts connections and does not answer, for every node
fault_mirror_on()  { kill -STOP "$(our_process "$RUN/mirror.pid")"; }
fault_mirror_off() { kill -CONT "$(our_process "$RUN/mirror.pid")"; }

# stopping ssh leaves sessions alone: end them too, or a multiplexed connection would not notice
# Connections end with it, also one that was being opened just now and has no session yet: Debian's ssh.service leaves them alone.
fault_sshd_on() {
    # shellcheck disable=SC2016 # the node's shell expands it
    inside "$1" sh -c 'systemctl stop ssh
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            left=$(pgrep -x sshd) || exit 0
            kill $left 2>/dev/null || true
            sleep 0.1
        done
        echo "sshd is still there: $left" >&2
        exit 1'
}
fault_sshd_off() { inside "$1" systemctl start ssh; }

fault_reload_on()  { inside "$1" systemctl reload haproxy; }
fault_reload_off() { :; }
