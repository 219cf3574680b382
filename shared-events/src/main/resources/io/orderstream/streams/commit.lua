-- Commits a batch of units of one partition, other than entries' effects (take.lua); each unit wholly
-- or not at all.
--
-- KEYS[1] lease     KEYS[2] retry times     KEYS[3..] streams, dead letters and entities, by index
-- ARGV[1] the owner's token, or '' for commands, which need no lease
-- ARGV[2] group     ARGV[3] number of units     ARGV[4] the length at which a stream takes no more
--                   commands' events; entries' always find room
-- ARGV[5] index of the scheduled events, ARGV[6] of the stream that wakes the owner where one is due
--         soon; 0 for none.  Then for each unit:
--   kind     C: a command takes effect
--            D: an entry is set aside   A: an entry is acked and nothing else
--            R: a dead letter takes effect   F: it failed again, and so did the request to replay it
--            Q: a request to replay is done with
--   entity   index of its key, 0 for none (A, Q, or D without a subject)
--   version  the expected one (C, R)
--   state    the new one, or '' to leave it
--   source   index of the entry's stream, 0 for a command
--   mark     name of that stream; for a command ''; for R the letter's stream
--   id       of the entry, or of the command; for R of the letter's entry
--   retried  '1' when the entry has a retry time to forget
--   appends  how many, then for each: index of the key, number of arguments, fields and values
--   for D, R and F also, before the appends: the index of the list of the entity's letters (0 for
--            none), of the count of letters by stream, of the dead letters, and the letter's id
--   then     how many events to schedule or to cancel, then for each: its name, its member of the
--            scheduled events, when it is due in milliseconds, its fields and values packed ('' to
--            cancel)
--   last     how many places in indexes change, then for each: index of the key, its score or '' to
--            leave that one; if any, then the entity's name there, and all its places as a text
--
-- Reply: for each unit 1 done, 2 already done before, 3 conflict (nothing written, entry not acked),
-- 4 a stream that the command would append to is full (nothing written), 5 an append was refused, or
-- to schedule (nothing written; sent alone, the unit gets Redis's error).
-- Error FENCED: the lease is not the caller's; nothing is written.
-- Every check comes before the first write, since Redis does not undo a script that fails. So of
-- two units on one entity only the first can be checked; the second is a conflict, to be sent again.
-- What no check foresees, an append that is refused, comes first of a unit's writes, and those
-- before it are undone. What may be left of a unit that was refused does nothing: a scheduled event
-- without fields, a place in an index that the entity doesn't know.
-- An entity remembers its last 16 commands, so that one whose reply was lost is known again though
-- others took effect before it was sent again.

local token, group, count, most = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
if token ~= '' and redis.call('GET', KEYS[1]) ~= token then
  return redis.error_reply('FENCED the lease ' .. KEYS[1] .. ' is not ' .. token)
end

-- As text: Lua's numbers tell only so many of an id's digits apart.
local function reached(mark, id)
  if not mark or mark == id then return mark == id end
  local a, b = string.match(mark, '^(%d+)-(%d+)$')
  local c, d = string.match(id, '^(%d+)-(%d+)$')
  if a == c then a, c = b, d end
  if #a ~= #c then return #a > #c end
  return a > c
end

local lengths = {}
local function full(unit)
  local i = unit.from
  for _ = 1, unit.appends do
    local stream = tonumber(ARGV[i])
    lengths[stream] = (lengths[stream] or redis.call('XLEN', KEYS[stream])) + 1
    if lengths[stream] > most then return true end
    i = i + 2 + tonumber(ARGV[i + 1])
  end
  return false
end

local due, wake = tonumber(ARGV[5]), tonumber(ARGV[6])
local units, streams, sorted, touched, at = {}, {}, {}, {}, 7
for n = 1, count do
  local u = { kind = ARGV[at], entity = tonumber(ARGV[at + 1]), version = ARGV[at + 2],
              state = ARGV[at + 3], source = tonumber(ARGV[at + 4]), mark = ARGV[at + 5],
              id = ARGV[at + 6], retried = ARGV[at + 7] == '1', appends = tonumber(ARGV[at + 8]),
              from = at + 9, status = 1 }
  if u.kind == 'D' or u.kind == 'R' or u.kind == 'F' then
    u.list, u.counts = tonumber(ARGV[at + 9]), tonumber(ARGV[at + 10])
    u.dead, u.letter = tonumber(ARGV[at + 11]), ARGV[at + 12]
    u.first = u.list > 0 and redis.call('LINDEX', KEYS[u.list], 0)
    streams[u.dead] = true
    u.from = at + 13
  end
  at = u.from
  for _ = 1, u.appends do
    streams[tonumber(ARGV[at])] = true
    at = at + 2 + tonumber(ARGV[at + 1])
  end
  u.scheduled, u.plan = tonumber(ARGV[at]), at + 1
  at = at + 1 + 4 * u.scheduled
  u.listed, u.list_at = tonumber(ARGV[at]), at + 1
  at = at + 1 + 2 * u.listed
  for i = u.list_at, at - 1, 2 do sorted[tonumber(ARGV[i])] = true end
  if u.listed > 0 then
    u.member, u.places = ARGV[at], ARGV[at + 1]
    at = at + 2
  end
  if u.source > 0 then streams[u.source] = true end
  if u.kind == 'C' then
    local is = redis.call('HMGET', KEYS[u.entity], 'v', 'c')
    u.commands = is[2] or ''
    if string.find(u.commands, u.id, 1, true) then u.status = 2
    elseif (is[1] or '0') ~= u.version then u.status = 3
    elseif full(u) then u.status = 4 end
  elseif u.kind == 'D' and u.entity > 0 then
    local is = redis.call('HMGET', KEYS[u.entity], 'm:' .. u.mark, 'd:' .. u.mark)
    if reached(is[1], u.id) or reached(is[2], u.id) then u.status = 2 end
  elseif u.kind == 'D' then
    local pending = redis.call('XPENDING', KEYS[u.source], group, u.id, u.id, 1)
    if #pending == 0 then u.status = 2 end
  elseif u.kind == 'R' then
    if u.first ~= u.letter then u.status = 2
    elseif (redis.call('HGET', KEYS[u.entity], 'v') or '0') ~= u.version then u.status = 3 end
  elseif u.kind == 'F' then
    if u.first ~= u.letter then u.status = 2 end
  end
  if u.entity > 0 and u.status == 1 then
    if touched[u.entity] then u.status = 3 end
    touched[u.entity] = true
  end
  units[n] = u
end
for index in pairs(streams) do redis.call('XLEN', KEYS[index]) end
if due > 0 then sorted[due] = true end
for index in pairs(sorted) do redis.call('ZCARD', KEYS[index]) end
if wake > 0 then redis.call('XADD', KEYS[wake], 'MAXLEN', 1, '*', 'due', 'soon') end

local function refused(reply) return type(reply) == 'table' and reply.err end
local function undo(ids)
  for at, id in pairs(ids) do redis.call('XDEL', KEYS[tonumber(ARGV[at])], id) end
end

-- The id of the last append, or nothing and Redis's error.
local function append(u)
  local i, ids, appended = u.from, {}, nil
  for _ = 1, u.appends do
    local args = tonumber(ARGV[i + 1])
    appended =
      redis.pcall('XADD', KEYS[tonumber(ARGV[i])], '*', unpack(ARGV, i + 2, i + 1 + args))
    if refused(appended) then
      undo(ids)
      return nil, appended
    end
    ids[i] = appended
    i = i + 2 + args
  end
  for i = u.list_at, u.list_at + 2 * u.listed - 1, 2 do
    local index, score, placed = tonumber(ARGV[i]), ARGV[i + 1], nil
    if score == '' then placed = redis.pcall('ZREM', KEYS[index], u.member)
    else placed = redis.pcall('ZADD', KEYS[index], score, u.member) end
    if refused(placed) then
      undo(ids)
      return nil, placed
    end
  end
  i = u.plan
  for _ = 1, u.scheduled do
    local member, time, packed = ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
    local planned
    if packed ~= '' then planned = redis.pcall('ZADD', KEYS[due], time, member)
    else planned = redis.pcall('ZREM', KEYS[due], member) end
    if refused(planned) then
      undo(ids)
      return nil, planned
    end
    i = i + 4
  end
  return appended
end

-- What is scheduled, and where the entity is listed, stands with it.
local function keep(u)
  local i = u.plan
  for _ = 1, u.scheduled do
    local field, packed = 'l:' .. ARGV[i], ARGV[i + 3]
    if packed ~= '' then redis.call('HSET', KEYS[u.entity], field, packed)
    else redis.call('HDEL', KEYS[u.entity], field) end
    i = i + 4
  end
  if u.listed > 0 then redis.call('HSET', KEYS[u.entity], 'i', u.places) end
end

local acks, replies, written = {}, {}, false
for n, u in ipairs(units) do
  local appended, failure
  if u.status == 1 then
    appended, failure = append(u)
    if failure and not written then return failure end
    if failure then u.status = 5 end
  end
  if u.status == 1 then
    written = true
    if u.kind == 'D' then
      redis.call('HINCRBY', KEYS[u.counts], u.mark, 1)
      if u.entity > 0 then
        redis.call('HINCRBY', KEYS[u.entity], 'd', 1)
        redis.call('HSET', KEYS[u.entity], 'd:' .. u.mark, u.id)
        redis.call('RPUSH', KEYS[u.list], appended)
      end
    elseif u.kind == 'F' then
      redis.call('LSET', KEYS[u.list], 0, appended)
      redis.call('XDEL', KEYS[u.dead], u.letter)
    elseif u.kind == 'C' or u.kind == 'R' then
      local field, id = u.kind == 'C' and 'c' or 'm:' .. u.mark, u.id
      if u.kind == 'C' then id = string.sub(id .. ' ' .. u.commands, 1, 16 * 37) end
      if u.kind == 'R' then
        local mark = redis.call('HGET', KEYS[u.entity], field)
        if reached(mark, id) then id = mark end
        redis.call('HINCRBY', KEYS[u.entity], 'd', -1)
        redis.call('HINCRBY', KEYS[u.counts], u.mark, -1)
        redis.call('LPOP', KEYS[u.list])
        redis.call('XDEL', KEYS[u.dead], u.letter)
      end
      if u.state == '' then
        redis.call('HSET', KEYS[u.entity], field, id)
      else
        redis.call('HSET', KEYS[u.entity], field, id,
          'v', string.format('%.0f', tonumber(u.version) + 1), 's', u.state)
      end
      keep(u)
    end
  end
  if u.status < 3 and u.source > 0 then
    local ids = acks[u.source] or {}
    acks[u.source] = ids
    ids[#ids + 1] = u.id
    if u.kind == 'Q' or u.kind == 'F' then redis.call('XDEL', KEYS[u.source], u.id) end
    if u.retried then redis.call('HDEL', KEYS[2], u.mark .. '/' .. u.id) end
  end
  replies[n] = u.status
end
for index, ids in pairs(acks) do redis.call('XACK', KEYS[index], group, unpack(ids)) end
return replies
