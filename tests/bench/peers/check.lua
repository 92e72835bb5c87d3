-- What wrk sends and says: `wrk … -s check.lua URL -- NIKS` posts a check of each NIK
-- in the file NIKS in turn, without NIKS it gets URL. Requests are made beforehand,
-- so that the load costs the two cores it shares with the server as little as can be.

local requests, sent = {}, 0

function init(args)
  if not args[1] then
    requests[1] = wrk.format("GET")
    return
  end
  local headers = { ["Content-Type"] = "application/json" }
  for nik in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("POST", nil, headers, '{"nik":"' .. nik .. '"}')
  end
end

function request()
  sent = sent % #requests + 1
  return requests[sent]
end

-- Times in microseconds, as wrk has them.
function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    '{"answered":%d,"failed":%d,"duration":%d,"p50":%d,"p99":%d}',
    summary.requests, errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    summary.duration, latency:percentile(50), latency:percentile(99)
  ))
end
