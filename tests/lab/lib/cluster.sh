# shellcheck shell=bash
# The lab as a whole: up, reset, down, status.

controllers() {
    local n
    for n in $(node_names); do [ "$(role_of "$n")" != controller ] || echo "$n"; done
}

# All nodes at once; all of them must succeed.
on_each_node() { # FUNCTION
    local n pid pids=()
    for n in $(node_names); do "$1" "$n" & pids+=($!); done
    for pid in "${pids[@]}"; do wait "$pid" || die "$1 failed"; done
}

first_controller() { local all; all=$(controllers); echo "${all%%$'\n'*}"; }

is_up() { [ -e "$RUN/up" ]; }
must_be_up() { is_up || die "no lab is up (lab up)"; }

# --- which nodes ---------------------------------------------------------------------------------------------------
# SPEC is ctl=N,net=N,cmp=N; what is left out is 0, but there is always a controller.
cluster_define() { # SPEC
    local spec=$1 kind i
    case $spec in
    '')    spec=ctl=3,net=1,cmp=2 ;;
    small) spec=ctl=2,cmp=1 ;;
    esac
    [[ $spec =~ ^(ctl|net|cmp)=[0-9]+(,(ctl|net|cmp)=[0-9]+)*$ ]] || die "--nodes: small or ctl=N,net=N,cmp=N, not '$spec'"
    [[ $spec =~ ctl=[1-9] ]] || die '--nodes: at least one controller'
    for kind in ${spec//,/ }; do
        for ((i = 1; i <= ${kind#*=}; i++)); do cluster_define_node "${kind%=*}" "$i"; done
    done
}

cluster_define_node() { # KIND NUMBER
    local number=$2 rack
    rack=$(printf '%b' "\\$(printf '%03o' $((97 + (number - 1) % 3)))")
    case $1 in
    ctl) [ "$number" -le 9 ] || die '--nodes: at most 9 controllers'
         node_define "ctl$number" "$SUBNET.$((10 + number))" controller "rack-$rack" ;;
    net) [ "$number" -le 9 ] || die '--nodes: at most 9 network nodes'
         node_define "net$number" "$SUBNET.$((30 + number))" network "rack-$rack" ;;
    cmp) [ "$number" -le 99 ] || die '--nodes: at most 99 computes'
         [ "$number" -gt 9 ] || number=$((number - 80))                  # cmp1 is .21, cmp10 is .110
         node_define "cmp$2" "$SUBNET.$((100 + number))" compute "rack-$rack" ;;
    esac
}

cluster_hosts() {
    local n
    printf '127.0.0.1 localhost\n%s lab\n%s cloud\n' "$GATEWAY" "$VIP"
    for n in $(node_names); do echo "$(address_of "$n") $n"; done
}

# --- up ------------------------------------------------------------------------------------------------------------
cluster_up() { # SPEC
    local n
    cluster_check_host
    mkdir -p "$CACHE" "$IDENTITY" "$RUN"
    chmod 755 "$LAB" "$RUN"
    base_build
    repository_build
    network_up
    layers_build
    access_prepare
    cluster_define "$1"
    cluster_hosts > "$RUN/hosts"
    haproxy_configuration > "$RUN/haproxy.cfg"
    on_each_node network_cable
    vip_move "$(first_controller)"
    access_write
    cluster_boot
    touch "$RUN/up"
    say "lab: up, $(node_names | wc -w) nodes, every service at alder, every backend UP"
}

cluster_check_host() {
    local tool
    [ "$(id -u)" = 0 ] || die 'must be root'
    for tool in mmdebstrap systemd-nspawn ip ssh-keygen dpkg-scanpackages apt-ftparchive gpg socat python3; do
        command -v "$tool" >/dev/null || die "$tool is missing: run $HERE/setup"
    done
    [ ! -e "/run/netns/$OPERATOR_NS" ] || die "another lab is up on this machine (namespace $OPERATOR_NS): lab down, with its WINDLASS_LAB_DIR"
}

# From powered-off nodes without disks to a cloud at alder.
cluster_boot() {
    local n
    shared_fresh
    on_each_node node_mount
    on_each_node node_personalise
    say 'nodes: booting'
    for n in $(node_names); do node_start "$n"; done
    for n in $(node_names); do
        poll 120 node_booted "$n" || die "$n does not boot: $NODES/$n/console.log"
    done
    say 'nodes: booted'
    haproxy_wait_up 60 || die 'not every backend comes UP'
}

shared_fresh() {
    rm -rf "$SHARED"
    cp -a "$LAYERS/shared" "$SHARED"
    chmod 777 "$SHARED"
}

# --- reset, down ---------------------------------------------------------------------------------------------------
cluster_power_off() {
    on_each_node node_power_off
    on_each_node node_unmount
}

cluster_reset() {
    local pid
    must_be_up
    if pid=$(our_process "$RUN/mirror.pid"); then kill -CONT "$pid"; else die 'the APT mirror is gone: lab down, lab up'; fi
    cluster_power_off
    vip_move "$(first_controller)"
    cluster_boot
    say "lab: reset, every service at alder, every backend UP"
}

cluster_down() { # [--all]
    local root
    cluster_power_off
    network_down
    root=$(cgroup_root)
    [ ! -d "$root/windlass-lab" ] || cgroup_remove "$root/windlass-lab"
    # whatever else of ours is mounted, deepest first
    awk -v lab="$RUN/" 'index($2, lab) == 1 {print $2}' /proc/mounts | sort -r | xargs -r -n 1 umount -l
    rm -rf "$RUN" "$LAB"/layer-*.log
    if [ "${1:-}" = --all ]; then rm -rf "$CACHE" "$LAB/lock"; rmdir --ignore-fail-on-non-empty "$LAB"; fi
    say 'lab: down'
}

# --- status --------------------------------------------------------------------------------------------------------
status_row='%-8s %-12s %-11s %-8s %-10s %-22s %s\n'

cluster_status() {
    local n
    must_be_up
    # shellcheck disable=SC2059 # it is a format
    printf "$status_row" NODE ADDRESS ROLE DOMAIN STATE 'NEUTRON NOVA' NOTE
    for n in $(node_names); do cluster_status_line "$n"; done
    echo
    haproxy_table || true
}

# shellcheck disable=SC2016 # the ${} is dpkg's
cluster_versions() { node_enter "$1" dpkg-query -W -f '${Version} ' python3-neutron python3-nova 2>/dev/null || true; }

cluster_status_line() { # NODE
    local state note='' versions=''
    state=$(node_state "$1")
    case $state in
    off|frozen) ;;              # nothing answers in there
    *) versions=$(cluster_versions "$1") ;;
    esac
    [ "$(vip_holder)" != "$1" ] || note=VIP
    # shellcheck disable=SC2059 # it is a format
    printf "$status_row" "$1" "$(address_of "$1")" "$(role_of "$1")" "$(cat "$NODES/$1/domain")" "${state:-starting}" "${versions% }" "$note"
}
