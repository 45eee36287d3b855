-- KEYS window, ledger record of the issue · ARGV subject → as ADMIT, without start; '' when nothing is known of it any more.
--@include VERDICT
if begun(KEYS[2]) then return cjson.encode({ verdict = 'own' }) end
local answer = verdictOf(KEYS[1], ARGV[1])
return answer and cjson.encode(answer) or ''
