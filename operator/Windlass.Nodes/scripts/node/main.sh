#!/bin/sh
# Takes one order on standard input, and carries it out with this release's own scripts and nothing else. No text of an order is ever
# run: it names a script and brings data, every word of which has to fit. Order:
#   windlass-node 1 RELEASE SCRIPT, then "key value" lines and "."; of a step the data of its body follow in the same way.
# Exit: 0 answered, a framed refusal too; 64 no order, 76 of another release, 77 refused before the answer could be framed.
self=/usr/lib/windlass/windlass-node
longest_order=1048576

digest() { printf '%s' "$1" | sha256sum | cut -d' ' -f1; }

# On standard error, where the operator finds it although no answer came.
give_up() { # CODE REASON
    printf 'windlass-node: %s\n' "$2" >&2
    exit "$1"
}

refuse() { # REASON...
    reason=$(flat "$*" | cut -c1-600)
    mkdir -p "$state_dir" && chmod 700 "$state_dir"
    journal refusals refuse "$id" "$attempt" "${kind:-${script:--}}" "$fence" - "$(digest "$head$data$body")" "$reason"
    [ -n "$nonce" ] || give_up 77 "refused: $reason"
    printf '#%s begin\n#%s refused %s\n#%s end 0\n' "$nonce" "$nonce" "$reason" "$nonce"
    exit 77
}

# Behind a forced command sshd tells what the client wanted: sftp, a shell, another program.
judge_wish() {
    case ${SSH_ORIGINAL_COMMAND-$self} in
        "$self" | "sudo -n -- $self") ;;
        '/bin/sh -s' | 'sudo -n -- /bin/sh -s')
            refuse "this account takes orders for $self only: set spec.ssh.access to Wrapper on this node's ClusterNode" ;;
        *) refuse "this account takes orders for $self only, not: $SSH_ORIGINAL_COMMAND" ;;
    esac
}

read_head() {
    IFS= read -r head || [ -n "$head" ] || refuse 'no order came'
    [ "${#head}" -le 200 ] || refuse 'no order: the first line is too long'
    case $head in *[!\ -~]*) refuse 'no order: the first line is not text' ;; esac
    set -f
    # shellcheck disable=SC2086 # its words are wanted
    set -- $head
    set +f
    { [ $# -eq 4 ] && [ "$1 $2" = 'windlass-node 1' ] && is_hex "$3" 64; } || refuse "no order: $head"
    case $4 in observe | step | resolve | check | inquire | haproxy) script=$4 ;; *) refuse "no such script: $4" ;; esac
    [ "$3" = "$release" ] || of_another_release "$3"
}

# The administrator may keep wrappers of several releases side by side, so that operator and nodes need not change at the same moment.
of_another_release() { # RELEASE
    other=$self.d/$1
    if [ -z "${WINDLASS_NODE_FROM-}" ] && [ -n "$(find "$other" -maxdepth 0 -type f -user root ! -perm /022 2>/dev/null)" ]; then
        { printf '%s\n' "$head"; head -c "$longest_order"; } | WINDLASS_NODE_FROM=$release /bin/sh "$other"
        exit $?
    fi
    give_up 76 "other-release: this is the windlass-node of release $(printf %.12s "$release"), and the order is of $(printf %.12s "$1")"
}

# A child that read standard input would take what is left of the order: nothing runs before it is complete.
read_order() {
    order=$(head -c $((longest_order + 1)); echo .)
    order=${order%.}
    [ "${#order}" -le "$longest_order" ] || refuse "the order is longer than $longest_order bytes"
    in_part=data complete=no
    while IFS= read -r line; do
        [ "$complete" = no ] || refuse 'there is more behind the end of the order'
        if [ "$line" = . ]; then
            if [ "$script" = step ] && [ "$in_part" = data ]; then in_part=body; else complete=yes; fi
            continue
        fi
        take "${line%% *}" "${line#* }"
    done <<EOT
${order%"
"}
EOT
    [ "$complete" = yes ] || refuse 'the order is not complete'
    [ -n "$nonce" ] || refuse 'the order has no nonce'
}

take() { # KEY VALUE
    where=$script
    [ "$in_part" = data ] || where=$kind-body
    { [ "$line" = "$1 $2" ] && fits "$where" "$1" "$2"; } || refuse "not usable in an order ($where): $(printf %.200s "$line")"
    if [ "$in_part" = data ]; then
        data="$data$line
"
    else
        body="$body$line
"
    fi
    remember "$1" "$2"
}

# What is judged later. A second value where there is one place is no mistake but a trick.
remember() { # KEY VALUE
    case $1 in
        nonce) once "$nonce" && nonce=$2 ;;
        id) once "$id" && id=$2 ;;
        kind) once "$kind" && kind=$2 ;;
        fence) once "$fence" && fence=$2 ;;
        attempt) once "$attempt" && attempt=$2 ;;
        phase) once "$phase" && phase=$2 ;;
        url) once "$url" && url=$2 ;;
        socket) once "$socket" && socket=$2 ;;
        line) once "$runtime_line" && runtime_line=$2 ;;
        content) once "$content" && content=$2 ;;
        key) once "$key_text" && key_text=$2 ;;
        file) once "$file" && file=$2 ;;
        keyring) once "$keyring" && keyring=$2 ;;
        user) [ "$script" = check ] || { once "$user" && user=$2; } ;;
        pin) pinned="$pinned ${2%%=*}" ;;
        unit) [ "$in_part" = data ] || units="$units $2" ;;
        unneeded-by) unneeded_by=$2 ;;
        question) [ "$in_part" = data ] || questions="$questions $2" ;;
        removable) removable="$removable $2" ;;
        argument) arguments="$arguments $2" ;;
        package | new) packages="$packages $2" ;;
        may-run) announced="$announced $2" ;;
        supersedes) [ "$script" = observe ] || [ "$script:$in_part" = step:data ] || globs="$globs $2" ;;
    esac
}

once() { [ -z "$1" ] || refuse "twice in one order: $line"; }

# shellcheck disable=SC2086 # encoded arguments hold no blanks
judge() {
    case $script in
        observe) return 0 ;;
        step) { [ -n "$id" ] && [ -n "$kind" ] && [ -n "$fence" ] && [ -n "$attempt" ]; } || refuse 'a step needs id, kind, fence and attempt' ;;
    esac
    require_policy
    case $script in
        step) judge_step ;;
        resolve) judge_announced ;;
        check) judge_checks ;;
        inquire) { [ -n "$url" ] && [ -z "$arguments" ]; } || require "ask$(plain $arguments)" ;;
    esac
}

# Questions change nothing, and gates are read every few seconds: the same one is noted once an hour.
note_question() { # EXIT
    mark=/run/windlass-asked/$(digest "$script$url$arguments$file$content")
    [ -z "$(find "$mark" -mmin -60 2>/dev/null)" ] || return 0
    mkdir -p "$state_dir" /run/windlass-asked && chmod 700 "$state_dir" /run/windlass-asked && : >"$mark"
    find /run/windlass-asked -type f -mmin +60 -exec rm -f {} +
    # shellcheck disable=SC2086 # words
    journal journal ask - - "$script" - "$1" "$(digest "$data")" "$(flat "${url:-$(plain $arguments)}" | cut -c1-600)"
}

# The same text that the operator would have sent, put together from what is in this file.
compose() {
    part lib/common.sh
    case $script in
        observe) compose_look && part observe.sh ;;
        step) compose_look && part step.sh ;;
        resolve) part lib/keyring.sh && part lib/target.sh && part lib/debconf.sh && part resolve.sh ;;
        check) part lib/keyring.sh && part lib/target.sh && part check.sh ;;
        inquire) part lib/http.sh && part inquire.sh ;;
    esac
    printf "main <<'WINDLASS-%s'\n%s.\n" "$nonce" "$data"
    [ "$script" != step ] || compose_body | base64
    printf 'WINDLASS-%s\n' "$nonce"
}

compose_look() {
    part lib/ledger.sh
    [ "$script" != step ] || part lib/journal.sh
    part lib/http.sh
    [ -z "$unneeded_by" ] || part lib/unneeded.sh
    part lib/look.sh
}

compose_body() {
    part lib/common.sh
    part lib/hold.sh
    part lib/apt.sh
    case $kind in
        switch-repository | autoremove) part lib/unneeded.sh ;;
        repair-packages | preinstall | install) part lib/debconf.sh ;;
    esac
    part lib/http.sh
    part lib/keyring.sh
    part "steps/$kind.sh"
    printf "main <<'WINDLASS-STEP-DATA'\n%s.\nWINDLASS-STEP-DATA\n" "$body"
}

carry_out() {
    compose | env -i PATH="$PATH" LC_ALL=C HOME=/root SSH_CONNECTION="${SSH_CONNECTION-}" SUDO_USER="${SUDO_USER-}" /bin/sh -s
    code=$?
    case $script in resolve | check | inquire) note_question "$code" ;; esac
    return "$code"
}

windlass_node() {
    nonce='' id='' kind='' fence='' attempt='' script='' head='' line='' data='' body='' user='' phase='' url='' socket='' runtime_line=''
    file='' content='' keyring='' key_text='' globs='' pinned='' units='' removable='' questions='' arguments='' packages='' announced='' unneeded_by=''
    [ "$(id -u)" = 0 ] || give_up 77 'refused: it must run as root, by sudo or as the forced command of root'
    [ $# -eq 0 ] || refuse 'it takes no arguments'
    judge_wish
    read_head
    read_order
    judge
    if [ "$script" = haproxy ]; then answer_haproxy; else carry_out; fi
}
