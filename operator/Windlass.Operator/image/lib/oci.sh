# shellcheck shell=bash
# Layers and the OCI layout (image-spec 1.0). The same files give the same bytes: sorted, owned by root, without times. Sourced by build.

layer_tar() { # FOLDER TAR [OPTION...]
    local folder=$1 tar=$2; shift 2
    tar -c -f "$tar" -C "$folder" --format=gnu --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX "$@" .
}

layer_add() { # FOLDER TAR OWNER MODE NAME
    tar -r -f "$2" -C "$1" --format=gnu --mtime=@0 --owner="$3" --group="$3" --numeric-owner --mode="$4" --no-recursion "$5"
}

digest() { sha256sum < "$1" | cut -d' ' -f1; }

# add_layer TAR WHAT: into the layout, and into the lists that config and manifest are written from.
add_layer() {
    local packed=$WORK/layer.gz hash
    gzip -9 -n < "$1" > "$packed"
    hash=$(digest "$packed")
    DIFF_IDS+=("\"sha256:$(digest "$1")\"")
    LAYERS+=("{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar+gzip\",\"digest\":\"sha256:$hash\",\"size\":$(stat -c %s "$packed")}")
    HISTORY+=("{\"created\":\"$CREATED\",\"created_by\":\"image/build: $2\"}")
    say "layer: $2, $(($(stat -c %s "$packed") / 1024)) KiB packed, $(($(stat -c %s "$1") / 1024)) KiB"
    mv "$packed" "$LAYOUT/blobs/sha256/$hash"
}

# add_json MEDIA-TYPE TEXT [MORE]: prints the descriptor.
add_json() {
    local hash
    hash=$(printf '%s' "$2" | sha256sum | cut -d' ' -f1)
    printf '%s' "$2" > "$LAYOUT/blobs/sha256/$hash"
    printf '{"mediaType":"%s","digest":"sha256:%s","size":%d%s}' "$1" "$hash" "$(stat -c %s "$LAYOUT/blobs/sha256/$hash")" "${3:-}"
}

comma() { local IFS=,; echo "$*"; }

labels() {
    printf '"org.opencontainers.image.%s":"%s"' title windlass
    printf ',"org.opencontainers.image.%s":"%s"' description 'Moves a running bare-metal cloud to its next release' \
        licenses Apache-2.0 version "$VERSION" revision "$REVISION" created "$CREATED" base.name "debian:$DEBIAN"
}

# Writes config, manifest and index over the layers that were added.
finish_layout() {
    local config manifest
    config=$(add_json application/vnd.oci.image.config.v1+json "{\"created\":\"$CREATED\",\"architecture\":\"amd64\",\"os\":\"linux\",\
\"config\":{\"User\":\"65532:65532\",\"Env\":[\"PATH=/usr/bin\",\"DOTNET_EnableDiagnostics=0\"],\"Entrypoint\":[\"/usr/bin/windlass\"],\"WorkingDir\":\"/\",\
\"StopSignal\":\"SIGTERM\",\"Labels\":{$(labels)}},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[$(comma "${DIFF_IDS[@]}")]},\"history\":[$(comma "${HISTORY[@]}")]}")
    manifest=$(add_json application/vnd.oci.image.manifest.v1+json "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\
\"config\":$config,\"layers\":[$(comma "${LAYERS[@]}")],\"annotations\":{$(labels)}}" \
        ",\"platform\":{\"architecture\":\"amd64\",\"os\":\"linux\"},\"annotations\":{\"org.opencontainers.image.ref.name\":\"windlass:$VERSION\"}")
    printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[%s]}' "$manifest" > "$LAYOUT/index.json"
    printf '{"imageLayoutVersion":"1.0.0"}' > "$LAYOUT/oci-layout"
    DIGEST=$(sed 's/.*"manifests":\[{[^}]*"digest":"\([^"]*\)".*/\1/' "$LAYOUT/index.json")
}
