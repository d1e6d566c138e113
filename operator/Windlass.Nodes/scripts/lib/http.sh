#!/bin/sh
# Asking a service on this node for an answer over HTTP.
python_probe='
import ssl, sys, urllib.request, urllib.error
try:
    context = ssl._create_unverified_context()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
    print(opener.open(sys.argv[1], timeout=3).status)
except urllib.error.HTTPError as error:
    print(error.code)
except Exception as error:
    print("%s\n000" % error)
'

# Last line of what these print: the HTTP status, or 000. The certificate is not judged: the name of a node behind a load
# balancer is hardly ever in it, and no secret is sent.
fetch() { # URL
    if command -v curl >/dev/null; then
        curl -sSk --noproxy '*' --proto '=http,https' -o /dev/null -m 3 -w '\n%{http_code}' -- "$1" 2>&1
    elif command -v python3 >/dev/null; then
        timeout 4 python3 -B -c "$python_probe" "$1" 2>&1
    else
        authority=${1#http://}
        [ "$authority" != "$1" ] || { printf 'https needs curl or python3 on the node\n000'; return; }
        path=/${authority#*/}
        [ "$authority" != "${authority%%/*}" ] || path=/
        authority=${authority%%/*}
        port=${authority##*:}
        [ "$port" != "$authority" ] || port=80
        # shellcheck disable=SC2016 # bash expands these
        timeout 3 bash -c 'exec 3<>"/dev/tcp/$1/$2" && printf "GET %s HTTP/1.0\r\nHost: %s\r\n\r\n" "$3" "$1" >&3 &&
            read -r _ code _ <&3 && echo "$code"' - "${authority%:*}" "$port" "$path" 2>/dev/null || printf 'no answer\n000'
    fi
}

# Any status is an answer: whether it is a good one is for others to judge.
answers() { # URL
    [ "$(fetch "$1" | tail -n 1)" != 000 ]
}
