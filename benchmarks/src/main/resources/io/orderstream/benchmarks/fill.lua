-- Appends deposits to a stream, made here: five million of them would take their time over a socket.
--
-- KEYS[1] stream   ARGV[1] their data, in which @a is the account, @n the number, @c the cents and @t
-- the text that brings it to its size   ARGV[2] that size   ARGV[3] source   ARGV[4] time
-- ARGV[5..] for each: its number, account and cents
local call, gsub, format, rep = redis.call, string.gsub, string.format, string.rep
local data, size = ARGV[1], tonumber(ARGV[2])
for i = 5, #ARGV, 3 do
  local number, account = ARGV[i], ARGV[i + 1]
  local made = { a = account, n = number, c = ARGV[i + 2], t = '' }
  made.t = rep('x', size - #gsub(data, '@(%a)', made))
  call('XADD', KEYS[1], '*', 'specversion', '1.0',
    'id', format('00000000-0000-7000-8000-%012d', number), 'source', ARGV[3],
    'type', 'deposit.made.v1', 'subject', account, 'time', ARGV[4],
    'data', (gsub(data, '@(%a)', made)))
end
return #ARGV
