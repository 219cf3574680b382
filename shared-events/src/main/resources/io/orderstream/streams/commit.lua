-- Commits what entries, commands and replayed dead letters do to their entities; each unit wholly or
-- not at all. It is called for everything that happens, so it is made to cost little: few arguments,
-- one look at each entity.
--
-- KEYS[1] lease   KEYS[2..] the streams of the entries, then those that are appended to, then other
--                 keys, then the entity of each unit
-- ARGV[1] the owner's token, or '' for commands, which need no lease   ARGV[2] group   ARGV[3] number
--         of units   ARGV[4] the length at which a stream takes no more commands' events; entries'
--         always find room   ARGV[5] which of the other keys is the stream that wakes the owner where
--         something is due soon; 0 for none   ARGV[6] how many streams the entries are of, then their
--         names; how many streams are appended to; how many other keys; how many sorts of events are
--         appended, then for each: how many fields, and their names.
--         Then for each unit:
--   source   which of the entries' streams, 0 for a command
--   id       of the entry, or of the command
--   version  the expected one
--   next     the one after, or '' to leave version and state
--   state    the new one
--   letter   '' where it is no dead letter's; else its id, then which of the other keys are the list
--            of the entity's letters, the count of letters by stream, and the dead letters
--   less     how many, then for each: which of the other keys or 0 for the entity, and a field of it
--            to delete
--   appends  how many, then for each: which of the streams, which sort, the fields' values
--   places   how many, then for each: which of the other keys, a member, and its score there or ''
--            to take it out
--   more     how many arguments, then more fields of the entity and their values
--
-- Reply: for each unit 1 done, 2 already done before, 3 conflict, 4 a stream is full, 5 refused; a
-- unit that is not done takes no effect. Units are taken one after another, and each finds what those
-- before it wrote.
-- Error FENCED: the lease is not the caller's. It and every other error: nothing took effect.
-- Redis does not undo a script that fails: what may be refused is tried, and what was written of a
-- unit before it is undone.
-- An entity remembers its last 16 commands, so that one whose reply was lost is known again though
-- others took effect before it was sent again.

local call, try, tonumber, unpack = redis.call, redis.pcall, tonumber, unpack
local keys, args = KEYS, ARGV
if args[1] ~= '' and call('GET', keys[1]) ~= args[1] then
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

local most, sources, at = tonumber(args[4]), tonumber(args[6]), 7
local marks, letters, acks = { [0] = 'c' }, {}, {}
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
local lengths = {}
for n = 2, others do lengths[n] = call('XLEN', keys[n]) end
if args[5] ~= '0' then
  call('XADD', keys[others + tonumber(args[5])], 'MAXLEN', 1, '*', 'due', 'soon')
end

local function full(i, appends)
  for _ = 1, appends do
    local stream = streams + tonumber(args[i])
    lengths[stream] = lengths[stream] + 1
    if lengths[stream] > most then return true end
    i = i + 2 + sorts[tonumber(args[i + 1])].fields
  end
  return false
end

local replies, added, scores, written = {}, {}, {}, false
for n = 1, tonumber(args[3]) do
  local source, id, letter, i = tonumber(args[at]), args[at + 1], args[at + 5], at + 6
  local entity, mark, list, counts, dead = keys[entities + n], marks[source], nil, nil, nil
  if letter ~= '' then
    list, counts = keys[others + tonumber(args[i])], keys[others + tonumber(args[i + 1])]
    dead, i = keys[others + tonumber(args[i + 2])], i + 3
  end
  local less, gone = tonumber(args[i]), i + 1
  i = gone + 2 * less
  local appends, from = tonumber(args[i]), i + 1
  local status, is, reply, popped = 1, nil, nil, false

  if source == 0 then is = try('HMGET', entity, 'v', 'c')
  else is = try('HMGET', entity, 'v', mark, letters[source]) end
  if is.err then status, reply = 5, is
  elseif source == 0 and is[2] and string.find(is[2], id, 1, true) then status = 2
  elseif letter ~= '' and call('LINDEX', list, 0) ~= letter then status = 2
  elseif source > 0 and letter == ''
    and (is[2] and reached(is[2], id) or is[3] and reached(is[3], id)) then status = 2
  elseif (is[1] or '0') ~= args[at + 2] then status = 3
  elseif source == 0 and full(from, appends) then status = 4 end

  if status == 1 and less > 0 then
    reply = try('HDEL', entity, '') -- whether it may
    if type(reply) == 'table' then status = 5 end
  end
  if status == 1 and list then
    reply = try('LPOP', list)
    popped = type(reply) ~= 'table'
    if not popped then status = 5 end
  end
  i = from
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

  local places, first = tonumber(args[i]), i + 1
  i = first
  for place = 1, places do
    if status == 1 then
      local key, member, score = keys[others + tonumber(args[i])], args[i + 1], args[i + 2]
      local before = try('ZSCORE', key, member)
      if type(before) == 'table' then reply = before
      elseif score == '' then reply = try('ZREM', key, member)
      else reply = try('ZADD', key, score, member) end
      if type(reply) == 'table' then status = 5
      else scores[place] = before or '' end
    end
    i = i + 3
  end

  local more = tonumber(args[i])
  if status == 1 then
    local value = id
    if source == 0 then value = string.sub(id .. ' ' .. (is[2] or ''), 1, 16 * 37)
    elseif is[2] and reached(is[2], id) then value = is[2] end
    if args[at + 3] == '' then
      reply = try('HSET', entity, mark, value, unpack(args, i + 1, i + more))
    else
      reply = try('HSET', entity, 'v', args[at + 3], 's', args[at + 4], mark, value,
        unpack(args, i + 1, i + more))
    end
    if type(reply) == 'table' then status = 5 end
  end
  i = i + 1 + more

  if status == 1 then
    for field = gone, gone + 2 * less - 1, 2 do
      local key = tonumber(args[field])
      call('HDEL', key == 0 and entity or keys[others + key], args[field + 1])
    end
    if list then
      call('HINCRBY', entity, 'd', -1)
      call('HINCRBY', counts, string.sub(mark, 3), -1)
      call('XDEL', dead, letter)
    end
  end

  if status == 5 then
    local a = from
    for append = 1, appends do
      if added[append] then call('XDEL', keys[streams + tonumber(args[a])], added[append]) end
      a = a + 2 + sorts[tonumber(args[a + 1])].fields
    end
    for place = 1, places do
      local key, member = keys[others + tonumber(args[first])], args[first + 1]
      if scores[place] == '' then call('ZREM', key, member)
      elseif scores[place] then call('ZADD', key, scores[place], member) end
      first = first + 3
    end
    if popped then call('LPUSH', list, letter) end
    if not written then return reply end
  elseif status < 3 then
    written = true
    if source > 0 then
      local done = acks[source]
      done[#done + 1] = id
    end
  end
  for append = 1, appends do added[append] = nil end
  for place = 1, places do scores[place] = nil end
  replies[n], at = status, i
end
for n = 1, sources do
  if #acks[n] > 0 then call('XACK', keys[1 + n], args[2], unpack(acks[n])) end
end
return replies
