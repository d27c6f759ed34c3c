package embedded

import (
	"fmt"
	"strings"
)

// chain is the name of the engine's own chain of firewall rules.
func (i identity) chain() string {
	return strings.ToUpper(networkPrefix) + "-" + strings.TrimPrefix(i.Network, networkPrefix)
}

// metadata are the addresses at which clouds tell a machine its credentials:
// link-local ones, and one cloud's own.
var metadata = []string{"169.254.0.0/16", "100.100.100.200/32"}

// firewallRules writes, as input of iptables-restore --noflush, what has to hold
// while the engine's bridge makes this machine forward packets.
//
// A packet of the containers may go anywhere but to the metadata, with one of
// their own addresses; what comes from elsewhere, other engines' containers
// included, reaches neither the containers nor this machine's address on the
// bridge. These rules are in the table raw, which packets pass first: no rule
// that another program adds, in whatever order, lets through what they drop.
// Answers to the containers do not match: their addresses are not translated
// back yet.
//
// Where nothing was forwarded before, packets between the machine's other
// networks still are not, unless another program's rules accept them: those come
// before the last one of the chain FORWARD.
func firewallRules(id identity, forwardedBefore bool) string {
	var rules strings.Builder
	chain, bridge := id.chain(), id.bridge()
	comment := fmt.Sprintf(`-m comment --comment "name: \"%s\""`, id.Network)
	fmt.Fprintf(&rules, "*raw\n:%s - [0:0]\n", chain)
	add := func(chain, match, verdict string) {
		fmt.Fprintf(&rules, "-A %s %s %s -j %s\n", chain, match, comment, verdict)
	}
	add(chain, "-i lo", "RETURN")
	for _, network := range metadata {
		add(chain, "-d "+network+" -i "+bridge, "DROP")
	}
	add(chain, "! -s "+id.Range+" -i "+bridge, "DROP")
	add(chain, "-i "+bridge, "RETURN")
	add(chain, "-s "+id.Range, "DROP")
	add(chain, "-d "+id.Range, "DROP")
	fmt.Fprintf(&rules, "-I PREROUTING 1 %s -j %s\nCOMMIT\n", comment, chain)
	if !forwardedBefore {
		rules.WriteString("*filter\n")
		add("FORWARD", "! -i "+networkPrefix+"+ ! -o "+networkPrefix+"+", "DROP")
		rules.WriteString("COMMIT\n")
	}
	return rules.String()
}
