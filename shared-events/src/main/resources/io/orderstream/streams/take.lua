-- Commits what entries did to their entities; each unit wholly or not at all. It is called for every
-- entry, so it is made to cost little: few arguments, one look at each entity.
--
-- KEYS[1] lease   KEYS[2..] the streams of the entries, then those that are appended to, then other
--                 keys, then the entity of each unit
-- ARGV[1] the owner's token   ARGV[2] group   ARGV[3] number of units   ARGV[4] which of the other
--         keys is the stream that wakes the owner where something is due soon; 0 for none   ARGV[5]
--         how many streams the entries are of, then their names; how many streams are appended to;
--         how many other keys; how many sorts of events are appended, then for each: how many
--         fields, and their names.
--         Then for each unit:
--   source   which of the entries' streams
--   id       of the entry
--   version  the expected one
--   next     the one after, or '' to leave version and state
--   state    the new one
--   appends  how many, then for each: which of the streams, which sort, the fields' values
--   places   how many, then for each: which of the other keys, a member, and its score there or ''
--            to take it out
--   more     how many arguments, then more fields of the entity and their values
--   less     how many, then for each: which of the other keys or 0 for the entity, and a field of it
--            to delete
--
-- Reply: for each unit 1 done, 2 already done before, 3 conflict, 5 refused; a unit that is not done
-- takes no effect. Units are taken one after another, and each finds what those before it wrote.
-- Error FENCED: the lease is not the caller's. It and every other error: nothing took effect.
-- Redis does not undo a script that fails, so what may be refused is tried, and what was appended
-- before it is undone. What may be left of a unit that was refused does nothing: a scheduled event
-- without fields, a place in an index that the entity doesn't know.

local call, try, tonumber, unpack = redis.call, redis.pcall, tonumber, unpack
local keys, args = KEYS, ARGV
if call('GET', keys[1]) ~= args[1] then
  return redis.error_reply('FENCED the lease ' .. keys[1] .. ' is not ' .. args[1])
end

-- As text: Lua's numbers tell only so many of an id's digits apart.
local function reached(mark, id)
  if mark == id then return true end
  local a, b = string.match(mark, '^(%d+)-(%d+)$')
  local c, d = string.match(id, '^(%d+)-(%d+)$')
  if a == c then a, c = b, d end
  if #a ~= #c then return #a > #c end
  return a > c
end

local sources, at = tonumber(args[5]), 6
local marks, letters, acks = {}, {}, {}
for n = 1, sources do
  marks[n], letters[n], acks[n] = 'm:' .. args[at], 'd:' .. args[at], {}
  at = at + 1
end
local streams, sorts = 1 + sources, {}
local others = streams + tonumber(args[at])
local entities = others + tonumber(args[at + 1])
at = at + 3
for n = 1, tonumber(args[at - 1]) do
  local fields, xadd = tonumber(args[at]), { 'XADD', '', '*' }
  for field = 1, fields do xadd[2 + 2 * field], xadd[3 + 2 * field] = args[at + field], '' end
  sorts[n], at = { xadd = xadd, last = 3 + 2 * fields, fields = fields }, at + 1 + fields
end
for n = 2, others do call('XLEN', keys[n]) end
if args[4] ~= '0' then
  call('XADD', keys[others + tonumber(args[4])], 'MAXLEN', 1, '*', 'due', 'soon')
end

local replies, added, written = {}, {}, false
for n = 1, tonumber(args[3]) do
  local source, id, appends, i = tonumber(args[at]), args[at + 1], tonumber(args[at + 5]), at + 6
  local entity, mark, status = keys[entities + n], marks[source], 1
  local is, reply = try('HMGET', entity, 'v', mark, letters[source]), nil
  if is.err then status, reply = 5, is
  elseif is[2] and reached(is[2], id) or is[3] and reached(is[3], id) then status = 2
  elseif (is[1] or '0') ~= args[at + 2] then status = 3 end

  for append = 1, appends do
    local sort = sorts[tonumber(args[i + 1])]
    if status == 1 then
      local xadd, value = sort.xadd, i + 2
      xadd[2] = keys[streams + tonumber(args[i])]
      for field = 5, sort.last, 2 do xadd[field], value = args[value], value + 1 end
      reply = try(unpack(xadd, 1, sort.last))
      if type(reply) == 'table' then status = 5
      else added[append] = reply end
    end
    i = i + 2 + sort.fields
  end

  local places = tonumber(args[i])
  i = i + 1
  for _ = 1, places do
    if status == 1 then
      local key, member, score = keys[others + tonumber(args[i])], args[i + 1], args[i + 2]
      if score == '' then reply = try('ZREM', key, member)
      else reply = try('ZADD', key, score, member) end
      if type(reply) == 'table' then status = 5 end
    end
    i = i + 3
  end

  local more = tonumber(args[i])
  if status == 1 then
    if args[at + 3] == '' then reply = try('HSET', entity, mark, id, unpack(args, i + 1, i + more))
    else
      reply = try('HSET', entity, 'v', args[at + 3], 's', args[at + 4], mark, id,
        unpack(args, i + 1, i + more))
    end
    if type(reply) == 'table' then status = 5 end
  end
  i = i + 1 + more

  local less = tonumber(args[i])
  i = i + 1
  for _ = 1, less do
    if status == 1 then
      local key = tonumber(args[i])
      call('HDEL', key == 0 and entity or keys[others + key], args[i + 1])
    end
    i = i + 2
  end

  if status == 5 then
    local a = at + 6
    for append = 1, appends do
      if added[append] then call('XDEL', keys[streams + tonumber(args[a])], added[append]) end
      a = a + 2 + sorts[tonumber(args[a + 1])].fields
    end
    if not written then return reply end
  elseif status < 3 then
    written = true
    local done = acks[source]
    done[#done + 1] = id
  end
  for append = 1, appends do added[append] = nil end
  replies[n], at = status, i
end
for n = 1, sources do
  if #acks[n] > 0 then call('XACK', keys[1 + n], args[2], unpack(acks[n])) end
end
return replies
