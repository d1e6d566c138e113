#!/bin/sh
# Starts a step, attaches to it, or collects it: whichever is due. The same call does all three and may be repeated for ever.
# Data on standard input, "key value" per line, "." and then the body in base64:
#   nonce N | id ID | kind KIND | fence F | attempt A | deadline SECONDS | offset BYTES | wait TENTHS | sha256 OF-THE-BODY,
#   and what to look for once the step has ended (see look.sh)
# Answer: "#N begin", then "#N refused TEXT" or "#N entry ..." (see ledger.sh), "#N log NEXT-OFFSET", bytes of the log; of a step
# that has ended "#N look" and the look: what it left behind is what is asked next. "#N end 0" last.

answer() { printf '#%s %s\n' "$nonce" "$*"; }

refuse() {
    [ ! -d "$state_dir" ] || journal refusals refuse "$id" "$attempt" "$kind" "$fence" - "$sha256" "$*"
    answer "refused $*"
    answer 'end 0'
    exit 0
}

# A leader that was replaced while it slept must do no harm.
check_fence() {
    read -r seen 2>/dev/null <"$state_dir/fence" || seen=-1
    [ "$fence" -ge "$seen" ] || refuse "a newer leader (fence $seen) was here; this order has fence $fence"
    [ "$fence" -eq "$seen" ] || printf '%s\n' "$fence" | put_file "$state_dir/fence" 600
}

is_due() {
    [ -e "$steps_dir/$id/started" ] || return 0
    # shellcheck disable=SC2046 # seven words, none with blanks
    set -- $(ledger_entry "$id")
    # An entry that cannot be read tells of no run.
    [ $# -eq 7 ] || return 0
    [ "$2" != running ] && [ "$attempt" -gt "$6" ]
}

# Watches over the body as a process of its own, under systemd: neither the ssh session nor this script matters to it.
write_supervisor() {
    put_file "$steps_dir/$id/supervise" 600 <<'EOF'
#!/bin/sh
# supervise ID ATTEMPT KIND FENCE DEADLINE SHA256 FROM
cd "/var/lib/windlass/steps/$1" || exit 1
journal() { printf '%s %s %s %s %s %s %s %s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%S.%NZ)" "$@" >>/var/lib/windlass/journal.log; }
journal start "$1" "$2" "$3" "$4" - "$6" "$7"
began=$(date +%s)
timeout --kill-after=60 "$5" /bin/sh ./run </dev/null
code=$?
# timeout answers 137 when it had to kill: still a deadline that passed.
[ "$code" -eq 137 ] && [ $(($(date +%s) - began)) -ge "$5" ] && code=124
journal end "$1" "$2" "$3" "$4" "$code" "$6" "$7"
# The journal may have been set aside just now: that must not keep the end of the step from being told.
printf '%s %s\n' "$code" "$(date +%s.%N)" >exit.new && { sync exit.new /var/lib/windlass/journal.log || sync exit.new; } && mv exit.new exit && sync .
EOF
}

# Its unit's name is free again.
collect() {
    [ -e "/run/systemd/transient/$(step_unit "$id")" ] || return 0
    systemctl stop "$(step_unit "$id")" 2>/dev/null
    # A unit that failed is not forgotten by that.
    [ ! -e "/run/systemd/transient/$(step_unit "$id")" ] || systemctl reset-failed "$(step_unit "$id")" 2>/dev/null
}

start() {
    entry=$steps_dir/$id
    mkdir -p "$entry" && chmod 700 "$state_dir" "$steps_dir" "$entry"
    collect
    mv -f "$entry/incoming" "$entry/run"
    write_supervisor
    bound_journal journal
    rm -f "$entry/exit"
    : >"$entry/log"
    read -r boot </proc/sys/kernel/random/boot_id
    printf '%s %s %s %s %s\n' "$boot" "$attempt" "$kind" "$fence" "$(now)" | put_file "$entry/started" 600
    # -r keeps the unit's name taken until we have collected it; the lock must not live on in the step.
    systemd-run --quiet --no-ask-password --unit="windlass-step-$id" --description="Windlass step $kind" -r \
        -p Type=exec -p KillMode=mixed -p OOMScoreAdjust=-500 -E HOME=/root -E LC_ALL=C \
        -p StandardOutput="append:$entry/log" -p StandardError=inherit \
        /bin/sh "$entry/supervise" "$id" "$attempt" "$kind" "$fence" "$deadline" "$sha256" "$(ordered_by)" 9>&- >>"$entry/log" 2>&1 && return 0
    [ "$(unit_state "$id")" = running ] && return 0
    printf '125 %s\n' "$(now)" | put_file "$entry/exit" 600
}

# The newest 20 entries, and of schema steps the newest 200: those tell for ever that a database has moved. Never the step at
# hand: where the clock went back it is the oldest, and it may have ended by now.
forget_old() {
    kept=0 kept_schema=0
    # shellcheck disable=SC2012 # names are ours: letters, digits and dashes
    ls -1t "$steps_dir"/*/started 2>/dev/null | while read -r old; do
        [ "$old" != "$steps_dir/$id/started" ] || continue
        kept=$((kept + 1))
        read -r _ _ old_kind _ <"$old"
        [ "$old_kind" != sync-schema ] || kept_schema=$((kept_schema + 1))
        [ "$kept" -gt 20 ] || continue
        [ "$old_kind" != sync-schema ] || [ "$kept_schema" -gt 200 ] || continue
        [ ! -e "${old%/started}/exit" ] || rm -rf "${old%/started}"
    done
}

report() {
    # shellcheck disable=SC2046
    set -- $(ledger_entry "$id")
    [ "$2" != finished ] || collect
    answer "entry $*"
    size=$(stat -c %s "$steps_dir/$id/log" 2>/dev/null || echo 0)
    [ "$2" != finished ] || { offset=$((size - 4096)); [ "$offset" -ge 0 ] || offset=0; }
    [ "$offset" -le "$size" ] || offset=0
    more=$((size - offset))
    [ "$more" -le 65536 ] || more=65536
    answer "log $((offset + more))"
    [ "$more" -eq 0 ] || tail -c "+$((offset + 1))" "$steps_dir/$id/log" | head -c "$more"
    printf '\n'
    if [ "$2" != running ]; then
        answer look
        look
    fi
    answer 'end 0'
}

# Most steps that are short at all end within moments: they are not made to wait for the next tenth of a second.
await_end() {
    for _ in 1 2 3 4 5; do
        [ ! -e "$steps_dir/$id/exit" ] || return 0
        sleep 0.02
    done
    while [ "$tenths" -gt 1 ] && [ ! -e "$steps_dir/$id/exit" ]; do
        [ "$((tenths % 10))" -ne 5 ] || [ "$(unit_state "$id")" = running ] || break
        sleep 0.05
        [ -e "$steps_dir/$id/exit" ] || sleep 0.05
        tenths=$((tenths - 1))
    done
}

main() {
    nonce='' id='' kind='' fence='' attempt='' deadline='' offset=0 tenths=0 sha256='' complete=no
    while read -r key value; do
        case $key in
            .) complete=yes; break ;;
            nonce) nonce=$value ;;
            id) id=$value ;;
            kind) kind=$value ;;
            fence) fence=$value ;;
            attempt) attempt=$value ;;
            deadline) deadline=$value ;;
            offset) offset=$value ;;
            wait) tenths=$value ;;
            sha256) sha256=$value ;;
            *) look_for "$key" "$value" ;;
        esac
    done
    [ "$complete" = yes ] && [ -n "$id" ] || exit 64
    answer begin
    command -v systemd-run >/dev/null || refuse 'this node has no systemd-run: steps need systemd as its first process'
    { mkdir -p "$steps_dir" && chmod 700 "$state_dir"; } || refuse "cannot write to $state_dir"
    exec 9>/run/windlass.lock
    flock -w 5 9 || refuse 'another session holds the node (waited 5 s)'
    check_fence
    if is_due; then
        mkdir -p "$steps_dir/$id"
        base64 -d >"$steps_dir/$id/incoming" 2>/dev/null
        exec </dev/null
        [ "$(sha256sum <"$steps_dir/$id/incoming")" = "$sha256  -" ] || refuse 'the body of the step arrived damaged'
        start
        forget_old
    fi
    exec </dev/null
    # Others may look while this session waits.
    flock -u 9
    [ "$tenths" -eq 0 ] || await_end
    report
}
