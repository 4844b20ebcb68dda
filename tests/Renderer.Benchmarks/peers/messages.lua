-- wrk script: GET $WRK_PATH with {id} replaced by a random profile number and {n} by a name that no other request has.
-- Of every 200 requests one is written down in $MESSAGES, to be looked for afterwards.
local path = os.getenv("WRK_PATH")
local people = tonumber(os.getenv("IDS") or "1000")
local notes = os.getenv("MESSAGES")
local heads, tails = {}, {}
local run, sent, last

function init(args)
  math.randomseed(7)
  local uuid = io.open("/proc/sys/kernel/random/uuid")
  run = uuid:read("*l")
  uuid:close()
  for i = 1, people do
    local whole = wrk.format("GET", (path:gsub("{id}", string.format("%06d", i - 1))))
    local at = whole:find("{n}", 1, true)
    heads[i], tails[i] = whole:sub(1, at - 1), whole:sub(at + 3)
  end
  sent = 0
end

function request()
  local i = math.random(people)
  sent = sent + 1
  if notes and sent % 200 == 0 then
    -- The one before: it was answered long ago, which the last requests of a run may not be.
    if last then
      local file = io.open(notes, "a")
      file:write(last, "\n")
      file:close()
    end
    last = string.format("c%06d %s-%d", i - 1, run, sent)
  end
  return heads[i] .. run .. "-" .. sent .. tails[i]
end

-- RES requests/s p50 p99 max (ms) bad-status socket-errors bytes/request: what the harness reads.
function done(summary, latency, _)
  local e = summary.errors
  io.write(string.format("RES\t%.1f\t%.3f\t%.3f\t%.3f\t%d\t%d\t%d\n",
    summary.requests * 1e6 / summary.duration,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    e.status, e.connect + e.read + e.write + e.timeout,
    summary.bytes / math.max(1, summary.requests)))
end
