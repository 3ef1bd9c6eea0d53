# Two servers side by side: what differs, with both exchanges.
httpkit compare -t right=reference -t mine=reference:host-optional http1/host

# The same for a script: only the table, and an exit status.
httpkit compare --same -q -t right=reference -t mine=reference:host-optional http1/host

# A server that says what it is, and resets what it refuses: nothing that matters.
httpkit compare --same -t one=reference -t other=reference:server-field,reset-after-400 http1/host http1/syntax

# Three servers, one of which is a tutorial's.
httpkit compare -q -t strict=reference -t lenient=reference:bare-lf-taken -t hello=reference:hello http1/host/missing http1/syntax/line-feed-everywhere

# Other forms, each in a file.
httpkit compare -q -t a=reference -t b=reference:host-optional http1/host --report json=compare.json,md,html=compare.html

# One that is not there.
httpkit compare -t a=reference -t b=localhost:1 http1/host
