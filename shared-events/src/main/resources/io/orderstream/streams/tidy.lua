-- Deletes the group's consumers that hold nothing, but for the owner of the partition. None of them
-- can come to hold something: only an owner reads, after it has taken the lease; one that takes it
-- back later is created anew by its first read.
--
-- KEYS[1] lease   KEYS[2] stream
-- ARGV[1] the owner's token   ARGV[2] group   ARGV[3] consumer
-- Reply: how many were deleted.  Error FENCED: the lease is not the caller's.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return redis.error_reply('FENCED the lease ' .. KEYS[1] .. ' is not ' .. ARGV[1])
end
local deleted = 0
for _, info in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[2], ARGV[2])) do
  local is = {}
  for i = 1, #info, 2 do is[info[i]] = info[i + 1] end
  if is.name ~= ARGV[3] and is.pending == 0 then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[2], ARGV[2], is.name)
    deleted = deleted + 1
  end
end
return deleted
