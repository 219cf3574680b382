-- Settles entries that change no entity: they are set aside, or acked and nothing else. For the owner
-- of a partition; each unit wholly or not at all.
--
-- KEYS[1] lease     KEYS[2] retry times     KEYS[3..] streams, dead letters and entities, by index
-- ARGV[1] the owner's token   ARGV[2] group   ARGV[3] number of units.  Then for each unit:
--   kind     D: an entry is set aside   A: an entry is acked and nothing else
--            F: a dead letter failed again, and so did the request to replay it
--            Q: a request to replay is done with
--   entity   index of its key, 0 for none (A, Q, or D without a subject)
--   source   index of the entry's stream
--   mark     name of that stream
--   id       of the entry
--   retried  '1' when the entry has a retry time to forget
--   for D and F also: the index of the list of the entity's letters (0 for none), of the count of
--            letters by stream, of the dead letters, the id of the letter that failed again, number
--            of arguments, fields and values of the new letter
--
-- Reply: for each unit 1 done, 2 already done before (and acked), 3 conflict: another unit of the
-- entity is among them; 5 refused (nothing written; sent alone, the unit gets Redis's error).
-- Error FENCED: the lease is not the caller's; nothing is written.
-- Every check comes before the first write, since Redis does not undo a script that fails. So of
-- two units on one entity only the first can be checked. What no check foresees, a letter that is
-- refused, comes first of a unit's writes.

local token, group, count = ARGV[1], ARGV[2], tonumber(ARGV[3])
if redis.call('GET', KEYS[1]) ~= token then
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

local units, streams, touched, at = {}, {}, {}, 4
for n = 1, count do
  local u = { kind = ARGV[at], entity = tonumber(ARGV[at + 1]), source = tonumber(ARGV[at + 2]),
              mark = ARGV[at + 3], id = ARGV[at + 4], retried = ARGV[at + 5] == '1', status = 1 }
  at = at + 6
  if u.kind == 'D' or u.kind == 'F' then
    u.list, u.counts, u.dead = tonumber(ARGV[at]), tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
    u.letter, u.args, u.from = ARGV[at + 3], tonumber(ARGV[at + 4]), at + 5
    at = u.from + u.args
    streams[u.dead] = true
  end
  streams[u.source] = true
  if u.kind == 'D' and u.entity > 0 then
    local is = redis.call('HMGET', KEYS[u.entity], 'm:' .. u.mark, 'd:' .. u.mark)
    if reached(is[1], u.id) or reached(is[2], u.id) then u.status = 2 end
  elseif u.kind == 'D' then
    local pending = redis.call('XPENDING', KEYS[u.source], group, u.id, u.id, 1)
    if #pending == 0 then u.status = 2 end
  elseif u.kind == 'F' then
    if redis.call('LINDEX', KEYS[u.list], 0) ~= u.letter then u.status = 2 end
  end
  if u.entity > 0 and u.status == 1 then
    if touched[u.entity] then u.status = 3 end
    touched[u.entity] = true
  end
  units[n] = u
end
for index in pairs(streams) do redis.call('XLEN', KEYS[index]) end

local acks, replies, written = {}, {}, false
for n, u in ipairs(units) do
  local letter
  if u.status == 1 and u.dead then
    letter = redis.pcall('XADD', KEYS[u.dead], '*', unpack(ARGV, u.from, u.from + u.args - 1))
    if type(letter) == 'table' then
      if not written then return letter end
      u.status = 5
    end
  end
  if u.status == 1 then
    written = true
    if u.kind == 'D' then
      redis.call('HINCRBY', KEYS[u.counts], u.mark, 1)
      if u.entity > 0 then
        redis.call('HINCRBY', KEYS[u.entity], 'd', 1)
        redis.call('HSET', KEYS[u.entity], 'd:' .. u.mark, u.id)
        redis.call('RPUSH', KEYS[u.list], letter)
      end
    elseif u.kind == 'F' then
      redis.call('LSET', KEYS[u.list], 0, letter)
      redis.call('XDEL', KEYS[u.dead], u.letter)
    end
  end
  if u.status < 3 then
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
