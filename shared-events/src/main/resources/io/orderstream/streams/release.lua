-- KEYS[1] lease   ARGV[1] token.  Reply: 1 released, 0 it was no longer the caller's.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
