-- Publishes scheduled events that are due, for the owner of a partition.
--
-- KEYS[1] lease   KEYS[2] scheduled events   KEYS[3..] for each: its entity, its stream
-- ARGV[1] the owner's token; then for each: its member of the scheduled events, its name
-- Reply: how many were published, how many had nothing to publish (their entity was deleted).
-- What isn't due by Redis's clock, or was cancelled meanwhile, stays as it is. What was scheduled and
-- can't be read goes into its stream as it is, where every group that reads it sets it aside: left
-- where it is, it would hold up all that is due behind it.
-- Errors: FENCED, the lease is not the caller's; or Redis's, when it refuses the first.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return redis.error_reply('FENCED the lease ' .. KEYS[1] .. ' is not ' .. ARGV[1])
end

local function fields_of(packed, member)
  local read, fields = pcall(cmsgpack.unpack, packed)
  local is = read and type(fields) == 'table' and #fields > 0 and #fields % 2 == 0
  for n = 1, is and #fields or 0 do is = is and type(fields[n]) == 'string' end
  if is then return fields end
  local _, kind, subject = string.match(member, '^(%S+) (%S+) (.*)$')
  return { 'type', kind, 'subject', subject, 'data', packed }
end

local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
local published, gone = 0, 0
for n = 1, (#ARGV - 1) / 2 do
  local entity, stream = KEYS[2 * n + 1], KEYS[2 * n + 2]
  local member, field = ARGV[2 * n], 'l:' .. ARGV[2 * n + 1]
  local due = redis.call('ZSCORE', KEYS[2], member)
  if due and tonumber(due) <= now then
    local fields = redis.call('HGET', entity, field)
    if fields then
      local id = redis.pcall('XADD', stream, '*', unpack(fields_of(fields, member)))
      if type(id) == 'table' then
        if published == 0 then return id end
        break
      end
      redis.call('HDEL', entity, field)
      published = published + 1
    else
      gone = gone + 1
    end
    redis.call('ZREM', KEYS[2], member)
  end
end
return { published, gone }
