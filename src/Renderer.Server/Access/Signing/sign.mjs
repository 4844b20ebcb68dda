#!/usr/bin/env node
// Signs request targets for Renderer: RENDERER_SIGNING_SECRET=… node sign.mjs '/v1/render/welcome?id=p0001&ws=default' …
// A target is what stands behind the host, percent-encoded as it will be sent.
import { createHmac } from "node:crypto";

const sign = (target, secret) => {
  const sig = createHmac("sha256", secret).update(target).digest("hex");
  return `${target}${target.includes("?") ? "&" : "?"}sig=${sig}`;
};

for (const target of process.argv.slice(2)) {
  console.log(sign(target, process.env.RENDERER_SIGNING_SECRET));
}
