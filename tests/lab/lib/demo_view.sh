# shellcheck shell=bash
# The live view of the demo: redrawn in place on a terminal, a line every few seconds elsewhere.

ready='' reason='' stalled='' nodes='' message=''
drawn=0                                  # lines of the frame on the screen
last_line=-100

view_is_live() { [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; }
view_colour()  { if view_is_live && [ -z "${NO_COLOR:-}" ]; then printf '\033[%sm' "$1"; fi; }
view_begin()   { ! view_is_live || printf '\033[?25l'; }
view_end()     { ! view_is_live || printf '\033[?25h'; }

# What the upgrade says of itself. False when the API no longer answers.
read_state() {
    local condition='{.status.conditions[?(@.type=="Ready")]' all
    all=$(kubectl get clusterupgrade to-birch -o "jsonpath=$condition.status}|$condition.reason}|{.status.conditions[?(@.type==\"Stalled\")].reason}|{.status.nodes.summary}|$condition.message}") || return 1
    IFS='|' read -r ready reason stalled nodes message <<< "$all"
}

view_load() {
    local text
    text=$(cat "$DEMO/load.progress" 2>/dev/null)
    [[ $text =~ \"requests\":\ ([0-9]+),\ \"failed\":\ ([0-9]+) ]] || return 0
    echo "${BASH_REMATCH[1]} requests, ${BASH_REMATCH[2]} failed"
}

view_draw() { # SECONDS
    if view_is_live; then view_frame "$1"; else view_line "$1"; fi
}

view_line() { # SECONDS
    [ $(($1 - last_line)) -ge 5 ] || [ "$ready" = True ] || [ -n "$stalled" ] || return 0
    last_line=$1
    printf '[%4d s] %s  nodes %s  load: %s  %s\n' "$1" "${reason:-NotSeenYet}" "${nodes:--}" "$(view_load)" "${message:0:140}"
}

view_frame() { # SECONDS
    local columns rows frame table
    columns=$(tput cols 2>/dev/null) || columns=80
    rows=$(tput lines 2>/dev/null) || rows=24
    # one call for both tables; the kind before each name takes too much of the line
    table=$(kubectl get clusterupgrades,nodeupgrades 2>&1 |
        sed -E '1s/^NAME {28}/NAME/; s/^NAME {25}/NAME/; s#^(clusterupgrade|nodeupgrade)\.windlass\.dev/##')
    frame=$(printf '%s\n\n%s\n\nload  %s' "$table" "$(view_progress "$1")" "$(view_load)" | cut -c "1-$((columns - 1))" | head -n $((rows - 2)))
    [ $drawn = 0 ] || printf '\033[%dA\033[J' "$drawn"
    printf '%s\n' "$frame"
    drawn=$(($(wc -l <<< "$frame")))
}

view_progress() { # SECONDS
    local done=${nodes%%/*} all=${nodes##*/} bar=''
    if [[ $done =~ ^[0-9]+$ && $all =~ ^[1-9][0-9]*$ ]]; then
        printf -v bar '%*s' $((done * 20 / all)) ''
        printf -v bar '[%-20s] ' "${bar// /#}"
    fi
    printf '%4d s  %s%s%s nodes%s  %s' "$1" "$(view_colour 1)" "$bar" "${nodes:--}" "$(view_colour 0)" "$message"
}
