-- Commits what entries did to their entities: commit.lua's E, where there is nothing but a new state
-- and events to append. That is what nearly all units are, so it is made to cost little: few
-- arguments, one look at each entity.
--
-- KEYS[1] lease   KEYS[2..] the streams of the entries, then those that are appended to, then the
--                 entity of each unit
-- ARGV[1] the owner's token   ARGV[2] group   ARGV[3] number of units   ARGV[4] how many streams the
--         entries are of, then their names; how many streams are appended to; how many sorts of
--         events are appended, then for each: how many fields, and their names.
--         Then for each unit:
--   source   which of the first streams
--   id       of the entry
--   version  the expected one
--   next     the one after, or '' to leave version and state
--   state    the new one
--   appends  how many, then for each: which of the second streams, which sort, the fields' values
--
-- Reply: for each unit 1 done, 2 already done before, 3 conflict, 5 refused; of a unit that is not
-- done nothing is written. Units are taken one after another, each wholly or not at all, and each
-- finds what those before it wrote.
-- Error FENCED: the lease is not the caller's. It and every other error: nothing is written.

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

local sources, at = tonumber(args[4]), 5
local marks, letters, acks = {}, {}, {}
for n = 1, sources do
  marks[n], letters[n], acks[n] = 'm:' .. args[at], 'd:' .. args[at], {}
  at = at + 1
end
local second, sorts = 1 + sources, {}
local entities = second + tonumber(args[at])
at = at + 2
for n = 1, tonumber(args[at - 1]) do
  local fields, xadd = tonumber(args[at]), { 'XADD', '', '*' }
  for field = 1, fields do xadd[2 + 2 * field], xadd[3 + 2 * field] = args[at + field], '' end
  sorts[n], at = { xadd = xadd, last = 3 + 2 * fields, fields = fields }, at + 1 + fields
end
for n = 2, entities do call('XLEN', keys[n]) end

local replies, added, written = {}, {}, false
for n = 1, tonumber(args[3]) do
  local source, id, appends, i = tonumber(args[at]), args[at + 1], tonumber(args[at + 5]), at + 6
  local entity, mark, status = keys[entities + n], marks[source], 1
  local is, reply = try('HMGET', entity, 'v', mark, letters[source]), nil
  if is.err then status, reply = 5, is
  elseif is[2] and reached(is[2], id) or is[3] and reached(is[3], id) then status = 2
  elseif (is[1] or '0') ~= args[at + 2] then status = 3 end
  for append = 1, appends do
    local stream, sort = keys[second + tonumber(args[i])], sorts[tonumber(args[i + 1])]
    if status == 1 then
      local xadd, value = sort.xadd, i + 2
      xadd[2] = stream
      for field = 5, sort.last, 2 do xadd[field], value = args[value], value + 1 end
      reply = try(unpack(xadd, 1, sort.last))
      if type(reply) == 'table' then status = 5
      else added[append] = reply end
    end
    i = i + 2 + sort.fields
  end
  if status == 1 then
    if args[at + 3] == '' then reply = try('HSET', entity, mark, id)
    else reply = try('HSET', entity, 'v', args[at + 3], 's', args[at + 4], mark, id) end
    if type(reply) == 'table' then status = 5 end
  end
  if status == 5 then
    i = at + 6
    for append = 1, appends do
      local stream, sort = keys[second + tonumber(args[i])], sorts[tonumber(args[i + 1])]
      if added[append] then call('XDEL', stream, added[append]) end
      i = i + 2 + sort.fields
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
