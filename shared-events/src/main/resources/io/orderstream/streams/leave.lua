#!lua flags=allow-oom
-- Takes a consumer out of its group's living ones, and tells the others, which wait for that.
--
-- KEYS[1] members   KEYS[2] a stream of one entry, the last that was told   ARGV[1] consumer
-- Reply: 1 it was one of them, 0 it wasn't.
local was = redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('XADD', KEYS[2], 'MAXLEN', 1, '*', 'left', ARGV[1])
return was
