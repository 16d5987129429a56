-- Says what became of tickets: answered, so that their slots will be free in so many microseconds, or never sent (0).
local log, flying, queue, awake, members = unpack(KEYS)
local kept, process = ARGV[1], ARGV[2]
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
for i = 3, #ARGV, 2 do
  local ticket, free_in = ARGV[i], tonumber(ARGV[i + 1])
  redis.call('ZREM', flying, ticket)
  redis.call('ZREM', queue, ticket)
  redis.call('ZREM', awake, ticket)
  if free_in > 0 then
    redis.call('ZADD', log, now + free_in, ticket)
  end
end
redis.call('ZADD', members, now, process)
redis.call('PEXPIRE', log, kept)
redis.call('PEXPIRE', members, kept)
