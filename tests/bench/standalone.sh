# shellcheck shell=bash
# One `windlass standalone` for the bench, in a folder of its own; ports are asked for. Whatever happens, it is stopped and the folder removed.

folder=$(mktemp -d)
pid=''

say()    { printf '[%4d s] %s\n' "$SECONDS" "$*"; }
figure() { printf '  %-46s %-20s goal: %s\n' "$@"; }

start_windlass() { # ARGUMENT...
    : >"$folder/log"
    artifacts/windlass/windlass standalone --data "$folder/data" --listen 127.0.0.1:0 --monitoring 127.0.0.1:0 --page off \
        --runtime-dir "$folder/rt" --kubeconfig "$folder/kubeconfig" "$@" </dev/null >>"$folder/log" 2>&1 &
    pid=$!
}

stop_windlass() {
    [ -n "$pid" ] || return 0
    kill "$pid" 2>/dev/null || true
    wait "$pid" || true
    pid=''
}

monitoring() { grep -m 1 -oE 'http://[0-9.]+:[0-9]+' "$folder/log"; }

is_ready() {
    kill -0 "$pid" || { cat "$folder/log" >&2; exit 1; }
    monitoring >"$folder/address" && curl -sf -o "$folder/answer" "$(cat "$folder/address")/readyz"
}

metrics() { curl -sf "$(monitoring)/metrics"; }

resident() { echo "$(( $(awk -v what="$1:" '$1 == what {print $2}' "/proc/$pid/status") / 1024 )) MB"; } # VmRSS, or VmHWM for the most so far

clean_up() {
    stop_windlass
    rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT TERM HUP
