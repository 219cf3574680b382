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
--         names; how many streams are appended to; how many other keys.
--         Then what many units have in common:
--   sorts    of events that are appended: how many, then for each: how many fields, then for each
--            field: its name, and 1 and the value that all have, or 0
--   shapes   of units: how many, then for each: which of the entries' streams, 0 for a command; 1 for
--            a dead letter's; how many fields to delete; 1 where there is a new state; how many
--            places; how many more arguments; how many events to append, then for each: which of
--            the streams, and which sort.
--         Then for each unit:
--   shape    which one
--   id       of the entry, or of the command
--   version  the expected one
--   state    where there is a new one: the version after, and the state
--   letter   where it is a dead letter's: its id, then which of the other keys are the list of the
--            entity's letters, the count of letters by stream, and the dead letters
--   less     for each field to delete: which of the other keys or 0 for the entity, and its name
--   appends  for each event: the values that not all of its sort have
--   places   for each: which of the other keys, a member, and its score there or '' to take it out
--   more     fields of the entity and their values
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
local streams, sorts, shapes = 1 + sources, {}, {}
local others = streams + tonumber(args[at])
local entities = others + tonumber(args[at + 1])
local number = tonumber(args[at + 2])
at = at + 3
for n = 1, number do
  local xadd, last, varying = { 'XADD', '', '*' }, 3 + 2 * tonumber(args[at]), {}
  at = at + 1
  for value = 5, last, 2 do
    xadd[value - 1] = args[at]
    if args[at + 1] == '1' then
      xadd[value], at = args[at + 2], at + 3
    else
      xadd[value], varying[#varying + 1], at = '', value, at + 2
    end
  end
  sorts[n] = { xadd = xadd, last = last, varying = varying }
end
number = tonumber(args[at])
at = at + 1
for n = 1, number do
  local shape = { source = tonumber(args[at]), letter = args[at + 1] == '1',
                  less = tonumber(args[at + 2]), changes = args[at + 3] == '1',
                  places = tonumber(args[at + 4]), more = tonumber(args[at + 5]) }
  local appends = tonumber(args[at + 6])
  at = at + 7
  for append = 1, appends do
    shape[append] = { stream = streams + tonumber(args[at]), sort = sorts[tonumber(args[at + 1])] }
    at = at + 2
  end
  shapes[n] = shape
end
local lengths = {}
for n = 2, others do lengths[n] = call('XLEN', keys[n]) end
if args[5] ~= '0' then
  call('XADD', keys[others + tonumber(args[5])], 'MAXLEN', 1, '*', 'due', 'soon')
end

local function full(shape)
  for _, append in ipairs(shape) do
    lengths[append.stream] = lengths[append.stream] + 1
    if lengths[append.stream] > most then return true end
  end
  return false
end

local replies, added, scores, written = {}, {}, {}, false
for n = 1, tonumber(args[3]) do
  local shape, id, i = shapes[tonumber(args[at])], args[at + 1], at + 3
  local source, entity = shape.source, keys[entities + n]
  local mark, status, is, reply, popped = marks[source], 1, nil, nil, false
  local letter, list, counts, dead
  if shape.changes then i = i + 2 end
  if shape.letter then
    letter, list = args[i], keys[others + tonumber(args[i + 1])]
    counts, dead = keys[others + tonumber(args[i + 2])], keys[others + tonumber(args[i + 3])]
    i = i + 4
  end
  local gone = i
  i = gone + 2 * shape.less

  if source == 0 then is = try('HMGET', entity, 'v', 'c')
  else is = try('HMGET', entity, 'v', mark, letters[source]) end
  if is.err then status, reply = 5, is
  elseif source == 0 and is[2] and string.find(is[2], id, 1, true) then status = 2
  elseif letter and call('LINDEX', list, 0) ~= letter then status = 2
  elseif source > 0 and not letter
    and (is[2] and reached(is[2], id) or is[3] and reached(is[3], id)) then status = 2
  elseif (is[1] or '0') ~= args[at + 2] then status = 3
  elseif source == 0 and full(shape) then status = 4 end

  if status == 1 and shape.less > 0 then
    reply = try('HDEL', entity, '') -- whether it may
    if type(reply) == 'table' then status = 5 end
  end
  if status == 1 and list then
    reply = try('LPOP', list)
    popped = type(reply) ~= 'table'
    if not popped then status = 5 end
  end
  for append, to in ipairs(shape) do
    local sort = to.sort
    local xadd, varying = sort.xadd, sort.varying
    if status == 1 then
      xadd[2] = keys[to.stream]
      for v = 1, #varying do xadd[varying[v]] = args[i + v - 1] end
      reply = try(unpack(xadd, 1, sort.last))
      if type(reply) == 'table' then status = 5
      else added[append] = reply end
    end
    i = i + #varying
  end

  local first = i
  for place = 1, shape.places do
    if status == 1 then
      local key, member, score = keys[others + tonumber(args[i])], args[i + 1], args[i + 2]
      local before = false
      if score ~= '' then reply = try('ZADD', key, 'NX', score, member) end
      if score == '' or reply == 0 then -- it is there, or may be
        before = try('ZSCORE', key, member)
        if type(before) == 'table' then reply = before
        elseif score == '' then reply = try('ZREM', key, member)
        else reply = try('ZADD', key, score, member) end
      end
      if type(reply) == 'table' then status = 5
      else scores[place] = before or '' end
    end
    i = i + 3
  end

  local last = i + shape.more - 1
  if status == 1 then
    local value = id
    if source == 0 then value = string.sub(id .. ' ' .. (is[2] or ''), 1, 16 * 37)
    elseif is[2] and reached(is[2], id) then value = is[2] end
    if shape.changes then
      reply = try('HSET', entity, 'v', args[at + 3], 's', args[at + 4], mark, value,
        unpack(args, i, last))
    else reply = try('HSET', entity, mark, value, unpack(args, i, last)) end
    if type(reply) == 'table' then status = 5 end
  end

  if status == 1 then
    for field = gone, gone + 2 * shape.less - 1, 2 do
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
    for append, to in ipairs(shape) do
      if added[append] then call('XDEL', keys[to.stream], added[append]) end
    end
    for place = 1, shape.places do
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
  for append = 1, #shape do added[append] = nil end
  for place = 1, shape.places do scores[place] = nil end
  replies[n], at = status, last + 1
end
for n = 1, sources do
  if #acks[n] > 0 then call('XACK', keys[1 + n], args[2], unpack(acks[n])) end
end
return replies
