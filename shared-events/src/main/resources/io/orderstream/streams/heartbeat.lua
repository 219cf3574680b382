#!lua flags=allow-oom
-- Says that a consumer lives, forgets those that were not heard of in time, and those whose time is
-- further ahead than any can be: Redis's clock went back, and nobody knows whether they live.
--
-- KEYS[1] members   ARGV[1] consumer   ARGV[2] milliseconds that a heartbeat is good for
-- ARGV[3] the most that it may be for any consumer
-- Reply: Redis's time in microseconds, then every living consumer, and when it is forgotten unless it
-- beats again, in milliseconds.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now + ARGV[2], ARGV[1])
local members = redis.call('ZRANGE', KEYS[1], 0, -1, 'WITHSCORES')
local reply = { time[1] .. string.format('%06d', time[2]) }
for i = 1, #members, 2 do
  local forgotten = tonumber(members[i + 1])
  if forgotten < now or forgotten > now + ARGV[3] then
    redis.call('ZREM', KEYS[1], members[i])
  else
    reply[#reply + 1] = members[i]
    reply[#reply + 1] = members[i + 1]
  end
end
return reply
