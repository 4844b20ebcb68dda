<?php
// Signs request targets for Renderer: RENDERER_SIGNING_SECRET=… php sign.php '/v1/render/welcome?id=p0001&ws=default' …
// A target is what stands behind the host, percent-encoded as it will be sent.
function sign(string $target, string $secret): string
{
    $sig = hash_hmac('sha256', $target, $secret);
    return $target . (strpos($target, '?') === false ? '?' : '&') . 'sig=' . $sig;
}

foreach (array_slice($argv, 1) as $target) {
    echo sign($target, getenv('RENDERER_SIGNING_SECRET')), "\n";
}
