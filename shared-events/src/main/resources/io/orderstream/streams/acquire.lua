#!lua flags=allow-oom
-- Takes a lease that is free, or renews the caller's own under a new token.
--
-- KEYS[1] lease   ARGV[1] new token   ARGV[2] consumer, the token's beginning   ARGV[3] milliseconds
-- Reply: 2 it was the caller's own all along, 1 it was free, 0 another consumer holds it.
local holder = redis.call('GET', KEYS[1])
local mine = holder and string.sub(holder, 1, #ARGV[2] + 1) == ARGV[2] .. '/'
if holder and not mine then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
return mine and 2 or 1
