// Signs request targets for Renderer: RENDERER_SIGNING_SECRET=… go run sign.go '/v1/render/welcome?id=p0001&ws=default' …
// A target is what stands behind the host, percent-encoded as it will be sent.
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"strings"
)

func sign(target, secret string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(target))
	separator := "?"
	if strings.Contains(target, "?") {
		separator = "&"
	}
	return target + separator + "sig=" + hex.EncodeToString(mac.Sum(nil))
}

func main() {
	for _, target := range os.Args[1:] {
		fmt.Println(sign(target, os.Getenv("RENDERER_SIGNING_SECRET")))
	}
}
