#!lua flags=allow-oom
-- Makes sure that a group is there in a partition's streams; a new one begins at the first entry.
--
-- KEYS streams   ARGV[1] group   Reply: how many were made.
local made = 0
for _, stream in ipairs(KEYS) do
  local reply = redis.pcall('XGROUP', 'CREATE', stream, ARGV[1], '0-0', 'MKSTREAM')
  if not reply.err then made = made + 1
  elseif not string.find(reply.err, '^BUSYGROUP') then return reply end
end
return made
