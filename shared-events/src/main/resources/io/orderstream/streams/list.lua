-- Lists a partition's part of an index from a place on, the highest score first, and of equal
-- scores the highest member.
--
-- KEYS[1] index   ARGV[1] most members   ARGV[2] score to start at, ARGV[3] member to start behind;
-- '+inf' and anything to start at the top
-- Reply: members and scores in turn.
local most, found, from = tonumber(ARGV[1]), {}, 0

-- By bytes, as a sorted set orders its members; Lua's own < goes by the server's locale.
local function before(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x < y end
  end
  return #a < #b
end

repeat
  local page = redis.call('ZRANGE', KEYS[1], ARGV[2], '-inf', 'BYSCORE', 'REV',
    'LIMIT', from, most, 'WITHSCORES')
  for i = 1, #page, 2 do
    local behind = tonumber(page[i + 1]) ~= tonumber(ARGV[2]) or before(page[i], ARGV[3])
    if behind and #found < 2 * most then
      found[#found + 1] = page[i]
      found[#found + 1] = page[i + 1]
    end
  end
  from = from + most
until #page < 2 * most or #found >= 2 * most
return found
