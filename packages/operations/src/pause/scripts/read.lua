-- KEYS pause, blocked kinds → Pauses as JSON.
--@include READ_BODY
return cjson.encode(seen)
