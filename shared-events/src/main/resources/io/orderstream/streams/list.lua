-- Lists a partition's part of an index from a place on, the highest score first, and of equal
-- scores the highest member.
--
-- KEYS[1] index   ARGV[1] most members   ARGV[2] score to start at, ARGV[3] member to start behind;
-- '+inf' and anything to start at the top
-- Reply: members and scores in turn.

-- By bytes, as a sorted set orders its members; Lua's own < goes by the server's locale.
local function before(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x < y end
  end
  return #a < #b
end

local from = 0
if ARGV[2] ~= '+inf' then
  from = redis.call('ZCOUNT', KEYS[1], '(' .. ARGV[2], '+inf')
  local to = from + redis.call('ZCOUNT', KEYS[1], ARGV[2], ARGV[2])
  while from < to do -- the first behind it of those with its score
    local middle = math.floor((from + to) / 2)
    if before(redis.call('ZRANGE', KEYS[1], middle, middle, 'REV')[1], ARGV[3]) then to = middle
    else from = middle + 1 end
  end
end
return redis.call('ZRANGE', KEYS[1], from, from + tonumber(ARGV[1]) - 1, 'REV', 'WITHSCORES')
