-- Claims a page of the group's pending entries for the owner of a partition, whoever had them.
-- Their delivery counts stay: an attempt is counted when it begins, not when an entry changes hands.
--
-- KEYS[1] lease   KEYS[2] stream   KEYS[3] when failed attempts are repeated
-- ARGV[1] the owner's token   ARGV[2] group   ARGV[3] consumer   ARGV[4] start, as XPENDING takes it
-- ARGV[5] most entries   ARGV[6] the stream's name
-- Reply: for each, in id order: id, delivery count, fields (nil if it was deleted from the stream;
-- it is acked then).  Error FENCED: the lease is not the caller's.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return redis.error_reply('FENCED the lease ' .. KEYS[1] .. ' is not ' .. ARGV[1])
end
local reply = {}
for n, pending in ipairs(redis.call('XPENDING', KEYS[2], ARGV[2], ARGV[4], '+', ARGV[5])) do
  local id, count = pending[1], pending[4]
  local entry = redis.call('XCLAIM', KEYS[2], ARGV[2], ARGV[3], 0, id, 'RETRYCOUNT', count)[1]
  if entry then
    reply[n] = { id, count, entry[2] }
  else
    redis.call('XACK', KEYS[2], ARGV[2], id)
    redis.pcall('HDEL', KEYS[3], ARGV[6] .. '/' .. id)
    reply[n] = { id, count }
  end
end
return reply
