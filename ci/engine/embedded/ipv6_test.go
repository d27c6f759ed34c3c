package embedded

import "testing"

func TestOnlyIPv6(t *testing.T) {
	t.Parallel()
	loopback := []string{"127.0.0.1/8", "::1/128"}
	for name, test := range map[string]struct {
		addresses []string
		want      bool
	}{
		"both":                    {[]string{"192.0.2.7/24", "2001:db8::7/64", "fe80::7/64"}, false},
		"IPv4":                    {[]string{"192.0.2.7/24"}, false},
		"IPv6":                    {[]string{"2001:db8::7/64", "fe80::7/64"}, true},
		"a private network":       {[]string{"10.0.0.7/8"}, false},
		"IPv4 that was not given": {[]string{"169.254.7.7/16", "2001:db8::7/64"}, true},
		"no network at all":       {nil, false},
		"a network without IPv6":  {[]string{"fe80::7/64"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := onlyIPv6(addresses(t, append(test.addresses, loopback...))); got != test.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
