-- KEYS highest keys · ARGV project, key.
--@include TEACH
teach(KEYS[1], ARGV[1], ARGV[2])
