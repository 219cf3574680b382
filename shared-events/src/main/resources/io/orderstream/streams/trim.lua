-- Cuts from a stream what all its registered groups are done with: what is older than the retention,
-- and, where the stream is longer than it should be, the oldest of what is younger.
--
-- KEYS[1] stream   ARGV[1] retention in milliseconds, by Redis's clock   ARGV[2] the length above
-- which age doesn't matter   ARGV[3] about the most entries to cut at once   ARGV[4..] the groups
-- Reply: how many were cut; call again until it is 0. Then, where a group keeps entries older than
-- the retention, its name and why: absent (it was never there, or was destroyed), pending, unread.
-- Without a registered group only age counts: whoever comes later finds what is left.
if redis.call('EXISTS', KEYS[1]) == 0 then return { 0 } end

local function before(a, b)
  local ams, aseq = string.match(a, '^(%d+)-(%d+)$')
  local bms, bseq = string.match(b, '^(%d+)-(%d+)$')
  if ams == bms then ams, bms = aseq, bseq end
  if #ams ~= #bms then return #ams < #bms end
  return ams < bms
end

-- The first entry that a group isn't done with, and why; nothing where it is done with all.
local function first(group, delivered)
  if not delivered then return '0-0', 'absent' end
  local pending = redis.call('XPENDING', KEYS[1], group, '-', '+', 1)[1]
  local unread = redis.call('XRANGE', KEYS[1], '(' .. delivered, '+', 'COUNT', 1)[1]
  if pending and not (unread and before(unread[1], pending[1])) then
    return pending[1], 'pending'
  end
  return unread and unread[1], 'unread'
end

local delivered = {}
for _, info in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
  local group = {}
  for i = 1, #info, 2 do group[info[i]] = info[i + 1] end
  delivered[group['name']] = group['last-delivered-id']
end

local kept, holder, why
for i = 4, #ARGV do
  local id, reason = first(ARGV[i], delivered[ARGV[i]])
  if id and (not kept or before(id, kept)) then kept, holder, why = id, ARGV[i], reason end
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local old = string.format('%.0f-0', now - ARGV[1])
local held = kept and before(kept, old)
local past = held and kept or old

local cut = redis.call('XTRIM', KEYS[1], 'MINID', '~', past, 'LIMIT', ARGV[3])
if cut == 0 then cut = redis.call('XTRIM', KEYS[1], 'MINID', '=', past) end
local length = redis.call('XLEN', KEYS[1])
local surplus = math.min(length - ARGV[2], tonumber(ARGV[3]))
if cut == 0 and surplus > 0 and #ARGV > 3 and kept ~= '0-0' then
  if kept then cut = redis.call('XTRIM', KEYS[1], 'MINID', '~', kept, 'LIMIT', surplus)
  else cut = redis.call('XTRIM', KEYS[1], 'MAXLEN', '~', length - surplus, 'LIMIT', surplus) end
  if cut == 0 then
    local done = redis.call('XRANGE', KEYS[1], '-', kept and '(' .. kept or '+', 'COUNT', surplus)
    cut = redis.call('XTRIM', KEYS[1], 'MAXLEN', '=', length - #done)
  end
end
if held then return { cut, holder, why } end
return { cut }
