#!/usr/bin/env ruby
# Signs request targets for Renderer: RENDERER_SIGNING_SECRET=… ruby sign.rb '/v1/render/welcome?id=p0001&ws=default' …
# A target is what stands behind the host, percent-encoded as it will be sent.
require "openssl"

def sign(target, secret)
  sig = OpenSSL::HMAC.hexdigest("SHA256", secret, target)
  "#{target}#{target.include?("?") ? "&" : "?"}sig=#{sig}"
end

ARGV.each { |target| puts sign(target, ENV.fetch("RENDERER_SIGNING_SECRET")) }
