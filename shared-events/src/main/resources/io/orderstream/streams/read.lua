-- Reads new entries for the owner of a partition, and for nobody else, where Redis is full and takes
-- no command into a transaction.
--
-- KEYS[1] lease   KEYS[2..] the group's streams in this partition
-- ARGV[1] the owner's token   ARGV[2] group   ARGV[3] consumer   ARGV[4] most entries per stream
-- Reply: as XREADGROUP's, or nil.  Error FENCED: the lease is not the caller's.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return redis.error_reply('FENCED the lease ' .. KEYS[1] .. ' is not ' .. ARGV[1])
end
local args = { 'GROUP', ARGV[2], ARGV[3], 'COUNT', ARGV[4], 'STREAMS' }
for i = 2, #KEYS do args[#args + 1] = KEYS[i] end
for _ = 2, #KEYS do args[#args + 1] = '>' end
return redis.call('XREADGROUP', unpack(args))
