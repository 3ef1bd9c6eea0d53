package reference

import http1 "httpkit/internal/message"

var hostFaults = []*Fault{
	{Name: "host-duplicate-taken", Sentence: "Takes the first of several Host lines.",
		Behaviour: deciding(Change{Step: "host", Do: func(x *Exchange) *Response {
			return x.hostOf(1, len(x.values("Host")))
		}})},
	{Name: "host-not-checked", Sentence: "Takes anything for the value of Host.",
		Behaviour: reading(http1.Dialect{Host: func(string) error { return nil }})},
	{Name: "host-optional", Sentence: "Does not ask for a Host field.",
		Behaviour: deciding(Change{Step: "host", Do: func(x *Exchange) *Response { return x.hostOf(0, 1) }})},
	{Name: "host-lines-same-taken", Sentence: "Takes several Host lines if they all say the same.",
		Behaviour: deciding(Change{Step: "host", Do: func(x *Exchange) *Response {
			hosts := x.values("Host")
			for _, h := range hosts {
				if h != hosts[0] {
					return x.refuse(400, "The request has more than one Host field.")
				}
			}
			return x.hostOf(1, len(hosts))
		}})},
}
