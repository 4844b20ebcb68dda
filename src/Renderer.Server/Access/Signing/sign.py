#!/usr/bin/env python3
"""Signs request targets for Renderer: RENDERER_SIGNING_SECRET=… ./sign.py '/v1/render/welcome?id=p0001&ws=default' …

A target is what stands behind the host, percent-encoded as it will be sent.
"""
import hashlib
import hmac
import os
import sys


def sign(target: str, secret: str) -> str:
    sig = hmac.new(secret.encode(), target.encode(), hashlib.sha256).hexdigest()
    return f"{target}{'&' if '?' in target else '?'}sig={sig}"


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(sign(argument, os.environ["RENDERER_SIGNING_SECRET"]))
