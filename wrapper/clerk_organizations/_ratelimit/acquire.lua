-- Takes a slot of one limit, or says how long to wait for one: what SlidingWindow.acquire does, for many processes.
-- Returns the wait (-1: nothing was done, as what this process had told is lost) and the number of processes.
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
local expected, nap, spare = ARGV[9] == '1', tonumber(ARGV[10]), tonumber(ARGV[11])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local keys = {log, flying, queue, awake, members}
check_whole(keys)

local known = redis.call('ZSCORE', members, process)
if expected and not known then
  return {-1, 0}
end
-- A clock that was set back would make everything wait for as long: what is too far ahead is brought back.
local function bound(key, most)
  for _, one in ipairs(redis.call('ZRANGEBYSCORE', key, most, '(+inf')) do
    redis.call('ZADD', key, most, one)
  end
end
bound(log, now + held_for)
bound(flying, now + lease + held_for)
bound(queue, now)
bound(awake, now + nap + grace)
bound(members, now)

redis.call('ZADD', members, now, process)
redis.call('ZREMRANGEBYSCORE', members, '-inf', now - remembered)
redis.call('ZREMRANGEBYSCORE', log, '-inf', now)
redis.call('ZREMRANGEBYSCORE', flying, '-inf', now)
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', awake, '-inf', now)) do
  redis.call('ZREM', queue, gone)
  redis.call('ZREM', awake, gone)
end
local pause = redis.call('PTTL', paused)
if pause > 0 then
  local most = tonumber(redis.call('GET', paused))
  if pause > most then
    redis.call('PEXPIRE', paused, most)
    pause = most
  end
end

local wait = 0
if not redis.call('ZSCORE', flying, ticket) then  -- an answer that was lost is asked for again
  local freed = redis.call('ZCARD', log) - 1
  local taken, waiting = freed + redis.call('ZCARD', flying) - 1, redis.call('ZCARD', queue) - 1
  local turn = (redis.call('ZRANK', queue, ticket) or waiting) - (requests - taken)
  wait = math.max(0, pause * 1000)
  if turn >= 0 then
    local rounds, first = 0, held_for
    if turn >= taken then
      rounds = math.floor((turn - taken) / requests) + 1
      turn = turn - rounds * requests
    end
    if turn < 0 then
      first = 0
    elseif turn < freed then
      first = redis.call('ZRANGE', log, turn, turn, 'WITHSCORES')[2] - now
    end
    wait = math.max(wait, first + rounds * held_for, 1000)
  end
  if spare > 0 and requests - taken - waiting <= spare then
    wait = math.max(wait, 1000)
  end
  if wait > 0 and (patience < 0 or wait <= patience) then
    redis.call('ZADD', queue, 'NX', now, ticket)
    redis.call('ZADD', awake, now + math.min(wait, nap) + grace, ticket)
  else
    redis.call('ZREM', queue, ticket)
    redis.call('ZREM', awake, ticket)
  end
  if wait <= 0 then
    redis.call('ZADD', flying, now + lease + held_for, ticket)
  end
end
for _, key in ipairs(keys) do
  redis.call('PEXPIRE', key, math.ceil((remembered + held_for + wait) / 1000))
end
return {math.ceil(wait), redis.call('ZCARD', members) - 1}
