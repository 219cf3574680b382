-- Removes a dead letter for good.
--
-- KEYS[1] dead letters   KEYS[2] their number by stream
-- KEYS[3] the subject's letters   KEYS[4] its entity; both left out where the letter names none
-- ARGV[1] the letter's id
-- Reply: 1 done, 0 there was none.
local letter = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])[1]
local listed = #KEYS > 2 and redis.call('LREM', KEYS[3], 1, ARGV[1]) or 0
if listed > 0 then redis.call('HINCRBY', KEYS[4], 'd', -1) end
if not letter then return listed end
for i = 1, #letter[2], 2 do
  if letter[2][i] == 'dead.stream' then
    redis.call('HINCRBY', KEYS[2], letter[2][i + 1], -1)
    break
  end
end
return redis.call('XDEL', KEYS[1], ARGV[1])
