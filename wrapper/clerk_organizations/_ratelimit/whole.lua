-- Each key of a limit holds a mark, behind all else. If one is missing, as after an eviction, the rest tells nothing
-- any more: it is deleted, and each process finds out that it is not known.
local function check_whole(keys)
  for _, key in ipairs(keys) do
    if not redis.call('ZSCORE', key, '#') then
      redis.call('DEL', unpack(keys))
      for _, each in ipairs(keys) do
        redis.call('ZADD', each, '+inf', '#')
      end
      return
    end
  end
end
