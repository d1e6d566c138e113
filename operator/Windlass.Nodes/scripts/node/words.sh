#!/bin/sh
# What may stand in an order. Everything else is refused before anything is put together: what passes here means nothing to a shell.
is_name() {
    case $1 in '' | [!A-Za-z0-9_]* | *[!A-Za-z0-9_.:@%+=,~-]* | *..*) return 1 ;; esac
    [ "${#1}" -le 255 ]
}

is_unit() {
    is_name "$1" || return 1
    case $1 in *=*) return 1 ;; [!.]*.?*) ;; *) return 1 ;; esac
}

is_pin() { # NAME=VERSION
    is_name "$1" || return 1
    case $1 in [!=]*=?*) ;; *) return 1 ;; esac
}

is_glob() {
    case $1 in '' | .* | *[!]A-Za-z0-9_.*?[+~-]*) return 1 ;; esac
    [ "${#1}" -le 255 ]
}

is_question() { # a question of debconf, or a pattern of some
    case $1 in '' | [!A-Za-z0-9*]* | *[!A-Za-z0-9*+._/-]* | *//* | */) return 1 ;; */*) ;; *) return 1 ;; esac
    [ "${#1}" -le 255 ]
}

is_url() {
    case $1 in
        http://*) url_rest=${1#http://} ;;
        https://*) url_rest=${1#https://} ;;
        *) return 1 ;;
    esac
    case ${url_rest%%/*} in '' | *[!]A-Za-z0-9._:[-]*) return 1 ;; esac
    case $url_rest in */*) ;; *) return 0 ;; esac
    case ${url_rest#*/} in *[!A-Za-z0-9._~:/?\&=%+,@-]*) return 1 ;; esac
    [ "${#1}" -le 1300 ]
}

is_number() {
    case $1 in '' | *[!0-9]*) return 1 ;; esac
    [ "${#1}" -le 18 ]
}

is_hex() { # TEXT LENGTH
    case $1 in *[!0-9a-f]*) return 1 ;; esac
    [ "${#1}" -eq "$2" ]
}

is_step_id() {
    case $1 in '' | -* | *[!a-z0-9-]*) return 1 ;; esac
    [ "${#1}" -le 64 ]
}

is_base64() {
    case $1 in '' | *[!A-Za-z0-9+/=]*) return 1 ;; esac
}

# "-" is an empty argument, or no account.
is_argument() { [ "$1" = - ] || is_base64 "$1"; }
is_account() { [ "$1" = - ] || is_name "$1"; }

is_path() {
    case $1 in *[!A-Za-z0-9._/-]* | */../* | */..) return 1 ;; /?*) ;; *) return 1 ;; esac
    [ "${#1}" -le 100 ]
}

# Whether a line of an order has its place there, and its value is one of that kind.
fits() { # SCRIPT[-BODY] KEY VALUE
    case $1:$2 in
        *-body:nonce) return 1 ;;
        *:nonce) is_hex "$3" 16 ;;
        observe:source | observe:package | observe:sources-file | observe:unneeded-by | observe:kept-source) is_name "$3" ;;
        step:source | step:package | step:sources-file | step:unneeded-by | step:kept-source) is_name "$3" ;;
        observe:unit | step:unit) is_unit "$3" ;;
        observe:supersedes | step:supersedes | resolve:supersedes | check:supersedes) is_glob "$3" ;;
        observe:probe | step:probe | inquire:url) is_url "$3" ;;
        observe:no-trace | step:no-trace) [ "$3" = yes ] ;;
        step:id) is_step_id "$3" ;;
        step:kind) is_kind "$3" ;;
        step:fence | step:attempt | step:deadline | step:offset | step:wait | inquire:timeout) is_number "$3" ;;
        step:sha256) is_hex "$3" 64 ;;
        resolve:file | resolve:keyring | resolve:watch | resolve:component | resolve:package | resolve:new) is_name "$3" ;;
        check:file | check:keyring | check:component | check:package | check:new) is_name "$3" ;;
        resolve:question) is_question "$3" ;;
        resolve:content | resolve:key | check:content | check:key) is_base64 "$3" ;;
        resolve:may-run | haproxy:line) is_base64 "$3" ;;
        check:user) is_account "$3" ;;
        check:argument | inquire:argument) is_argument "$3" ;;
        haproxy:socket) is_path "$3" ;;
        *-body:*) fits_body "${1%-body}:$2" "$3" ;;
        *) return 1 ;;
    esac
}

is_kind() {
    case $1 in
        quiesce | unquiesce | configure | reboot | repair-packages | autoremove | switch-repository | stage | preinstall) ;;
        stop-and-hold | install | sync-schema | release | restart) ;;
        *) return 1 ;;
    esac
}

fits_body() { # KIND:KEY VALUE
    case $1 in
        quiesce:unit | unquiesce:unit | stop-and-hold:unit | release:unit | restart:unit) is_unit "$2" ;;
        repair-packages:guard | autoremove:guard | preinstall:guard | install:guard) is_unit "$2" ;;
        stop-and-hold:stop-seconds | restart:stop-seconds | configure:success) is_number "$2" ;;
        release:await) is_url "$2" ;;
        configure:argument | sync-schema:argument) is_argument "$2" ;;
        sync-schema:user) is_account "$2" ;;
        sync-schema:phase) case $2 in once | online-migrations | upgrade-check) ;; *) return 1 ;; esac ;;
        autoremove:upgrade | autoremove:kept-source | autoremove:package) is_name "$2" ;;
        switch-repository:notes-unneeded-for | switch-repository:file | switch-repository:keyring) is_name "$2" ;;
        switch-repository:content | switch-repository:key) is_base64 "$2" ;;
        switch-repository:supersedes) is_glob "$2" ;;
        repair-packages:question | preinstall:question | install:question) is_question "$2" ;;
        stage:pin | preinstall:pin | install:pin) is_pin "$2" ;;
        stage:held-source | preinstall:held-source | install:held-source) is_name "$2" ;;
        stage:removable | preinstall:removable | install:removable) is_name "$2" ;;
        *) return 1 ;;
    esac
}
