package embedded

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFirewallRules(t *testing.T) {
	t.Parallel()
	const comment = `-m comment --comment "name: \"pypl0a1b2c\""`
	const raw = `*raw
:PYPL-0a1b2c - [0:0]
-A PYPL-0a1b2c -i lo ` + comment + ` -j RETURN
-A PYPL-0a1b2c -d 169.254.0.0/16 -i pypl0a1b2c0 ` + comment + ` -j DROP
-A PYPL-0a1b2c -d 100.100.100.200/32 -i pypl0a1b2c0 ` + comment + ` -j DROP
-A PYPL-0a1b2c ! -s 10.87.0.0/16 -i pypl0a1b2c0 ` + comment + ` -j DROP
-A PYPL-0a1b2c -i pypl0a1b2c0 ` + comment + ` -j RETURN
-A PYPL-0a1b2c -s 10.87.0.0/16 ` + comment + ` -j DROP
-A PYPL-0a1b2c -d 10.87.0.0/16 ` + comment + ` -j DROP
-I PREROUTING 1 ` + comment + ` -j PYPL-0a1b2c
COMMIT
`
	for forwardedBefore, want := range map[bool]string{
		true: raw,
		false: raw + `*filter
-A FORWARD ! -i pypl+ ! -o pypl+ ` + comment + ` -j DROP
COMMIT
`,
	} {
		if diff := cmp.Diff(want, firewallRules(own, forwardedBefore)); diff != "" {
			t.Errorf("forwarded before %t: rules differ (-want +got):\n%s", forwardedBefore, diff)
		}
	}
}

// What a start adds, a stop takes away, also one that no longer knows the range.
func TestFirewallRulesAreRemoved(t *testing.T) {
	t.Parallel()
	// iptables-save shows an inserted rule as an appended one.
	saved := strings.ReplaceAll(firewallRules(own, false), "-I PREROUTING 1 ", "-A PREROUTING ")
	for _, id := range []identity{own, {Network: own.Network}} {
		removal := firewallRemoval(saved, id)
		for line := range strings.Lines(saved) {
			rule, is := strings.CutPrefix(strings.TrimSpace(line), "-A ")
			if is && !strings.Contains(removal, "-D "+rule+"\n") {
				t.Errorf("with %+v this stays: %s", id, rule)
			}
		}
		if !strings.Contains(removal, "-F PYPL-0a1b2c\n-X PYPL-0a1b2c\n") {
			t.Errorf("with %+v the chain stays:\n%s", id, removal)
		}
	}
	if removal := firewallRemoval(saved, identity{Network: "pyplffffff", Range: "10.88.0.0/16"}); removal != "" {
		t.Errorf("another engine takes them away:\n%s", removal)
	}
}
