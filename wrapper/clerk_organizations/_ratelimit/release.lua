-- Says what became of tickets: answered, so that their slots will be free in so many microseconds, or never sent (0).
-- Only a process that tells all its slots anew counts as one that is known.
local log, flying, queue, awake, members = unpack(KEYS)
local kept, process, anew = ARGV[1], ARGV[2], ARGV[3] == '1'
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
check_whole(KEYS)
for i = 4, #ARGV, 2 do
  local ticket, free_in = ARGV[i], tonumber(ARGV[i + 1])
  redis.call('ZREM', flying, ticket)
  redis.call('ZREM', queue, ticket)
  redis.call('ZREM', awake, ticket)
  if free_in > 0 then
    redis.call('ZADD', log, now + free_in, ticket)
  end
end
if anew then
  redis.call('ZADD', members, now, process)
end
for _, key in ipairs(KEYS) do
  redis.call('PEXPIRE', key, kept)
end
