-- Pauses a limit for so many milliseconds; a longer pause stays. The value bounds it if the clock is set back.
if redis.call('PTTL', KEYS[1]) < tonumber(ARGV[1]) then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[1])
end
