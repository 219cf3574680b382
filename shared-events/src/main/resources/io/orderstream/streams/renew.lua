-- KEYS[1] lease   ARGV[1] token   ARGV[2] milliseconds.  Reply: 1 renewed, 0 no longer the caller's.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
