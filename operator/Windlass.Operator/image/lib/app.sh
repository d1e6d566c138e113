# shellcheck shell=bash
# The operator: self-contained, trimmed, for linux-x64. Sourced by build.

# What the operator is made of. The commit that changed it last is its revision; documents and tests change nothing in the image.
app_inputs() {
    git -C "$ROOT" ls-files --cached --others --exclude-standard -- crds 'operator/*.cs' 'operator/*.csproj' 'operator/*.props' 'operator/*.sh' \
        'operator/*.txt' 'operator/*.lock.json' 'Directory.*' .editorconfig global.json
}

app_key() {
    {
        (cd "$ROOT" && app_inputs | LC_ALL=C sort | xargs -d '\n' sha256sum)
        sha256sum < "$HERE/lib/app.sh"
        (cd "$ROOT" && dotnet --version)
        echo "$REVISION"
    } | sha256sum | cut -c1-32
}

# Prints the revision: a commit, and whether the checkout differs from it.
app_revision() {
    local inputs changed
    mapfile -t inputs < <(app_inputs)
    changed=$(git -C "$ROOT" status --porcelain -- "${inputs[@]}")
    echo "$(git -C "$ROOT" log -1 --format=%H -- "${inputs[@]}")${changed:+-modified}"
}

# app_publish FOLDER: with neither the path of the checkout nor its remotes in what is built, so that another checkout builds the same.
# Analyzers are for `make build`; what trimming would break is an error here, too.
app_publish() {
    local log=$WORK/publish.log
    say "operator: dotnet publish (once for each change, a minute or two)"
    MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 \
        dotnet publish "$ROOT/operator/Windlass.Operator" -c Release -r linux-x64 --self-contained -o "$1" --artifacts-path "$WORK/dotnet" \
        --disable-build-servers -v quiet -p:RunAnalyzers=false -p:EnforceCodeStyleInBuild=false -p:PublishTrimmed=true -p:RestoreLockedMode=true -p:EnableSourceLink=false \
        -p:EnableSourceControlManagerQueries=false -p:SourceRevisionId="$REVISION" -p:PathMap="$ROOT=/windlass" >"$log" 2>&1 </dev/null ||
        { tail -n 20 "$log" >&2; die "dotnet publish failed (all of it: $log)"; }
    # documentation of our types; what debuggers, tracers and other garbage collectors would load, and nothing else does
    rm -f "$1"/*.xml "$1"/libmscordaccore.so "$1"/libmscordbi.so "$1"/libcoreclrtraceptprovider.so "$1"/libclrgc.so "$1"/libclrgcexp.so "$1"/createdump
    [ -e "$1/libe_sqlite3.so" ] || die "libe_sqlite3.so is not among what was published: standalone could not store anything"
}
