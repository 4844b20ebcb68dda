#!/bin/bash
# Signs request targets for Renderer: RENDERER_SIGNING_SECRET=… ./sign.sh '/v1/render/welcome?id=p0001&ws=default' …
# Needs openssl. A target is what stands behind the host, percent-encoded as it will be sent.
set -euo pipefail
# openssl takes the secret on its command line, where others on the machine can see it: in hex, and only while it runs.
key=$(printf %s "$RENDERER_SIGNING_SECRET" | od -An -v -tx1 | tr -d ' \n')
for target in "$@"; do
  sig=$(printf %s "$target" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" | sed 's/^.* //')
  case $target in *\?*) separator='&' ;; *) separator='?' ;; esac
  printf '%s%ssig=%s\n' "$target" "$separator" "$sig"
done
