-- Takes a slot of one limit, or says how long to wait for one: what Bucket.ask does, for many processes.
-- Times are microseconds of the clock of Redis, so that those of the machines may differ.
--
-- log      tickets of answered calls, by when their slots will be free
-- flying   tickets of calls under way, by when they are given up for lost with their process
-- queue    tickets that wait, by when they came;  awake: the same, by when they must have asked again
-- members  processes, by when they last asked
-- paused   is there while no slots are given
local log, flying, queue, awake, members, paused = unpack(KEYS)
local requests, held_for, ticket, patience = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])
local process, lease, grace, remembered = ARGV[5], tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local known = redis.call('ZSCORE', members, process) and 1 or 0
redis.call('ZADD', members, now, process)
redis.call('ZREMRANGEBYSCORE', members, '-inf', now - remembered)
redis.call('ZREMRANGEBYSCORE', log, '-inf', now)
redis.call('ZREMRANGEBYSCORE', flying, '-inf', now)
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', awake, '-inf', now)) do
  redis.call('ZREM', queue, gone)
  redis.call('ZREM', awake, gone)
end

local wait = 0
if not redis.call('ZSCORE', flying, ticket) then  -- an answer that was lost is asked for again
  local freed, taken = redis.call('ZCARD', log), redis.call('ZCARD', log) + redis.call('ZCARD', flying)
  local turn = (redis.call('ZRANK', queue, ticket) or redis.call('ZCARD', queue)) - (requests - taken)
  wait = math.max(0, redis.call('PTTL', paused) * 1000)
  if turn >= 0 then
    local rounds, first = 0, held_for
    while turn >= taken do
      turn, rounds = turn - requests, rounds + 1
    end
    if turn < 0 then
      first = 0
    elseif turn < freed then
      first = redis.call('ZRANGE', log, turn, turn, 'WITHSCORES')[2] - now
    end
    wait = math.max(wait, first + rounds * held_for, 1000)
  end
  if wait > 0 and (patience < 0 or wait <= patience) then
    redis.call('ZADD', queue, 'NX', now, ticket)
    redis.call('ZADD', awake, now + wait + grace, ticket)
  else
    redis.call('ZREM', queue, ticket)
    redis.call('ZREM', awake, ticket)
  end
  if wait <= 0 then
    redis.call('ZADD', flying, now + lease + held_for, ticket)
  end
end
for _, key in ipairs({log, flying, queue, awake, members}) do
  redis.call('PEXPIRE', key, math.ceil((remembered + held_for + wait) / 1000))
end
return {math.ceil(wait), redis.call('ZCARD', members), known}
