package embedded

import (
	"fmt"
	"net/netip"
	"strings"
)

// chain returns the name of the engine's own chain of firewall rules.
func (i networkIdentity) chain() string {
	return strings.ToUpper(networkPrefix) + "-" + strings.TrimPrefix(i.Network, networkPrefix)
}

// metadata are the addresses at which clouds serve a machine its credentials:
// link-local addresses, and one cloud's own.
var metadata = []string{"169.254.0.0/16", "100.100.100.200/32"}

// firewallRules returns, as input of iptables-restore --noflush, the rules for
// the time in which the engine's bridge makes this machine forward packets.
//
// Containers may send packets to any address except metadata, and only from an address of their own range. Packets from
// elsewhere, also from other engines' containers, reach neither the containers nor this machine's address on the
// bridge. These rules are in the table raw, which packets pass first, so no rule of another program can accept what
// they drop. They do not match answers to the containers, whose addresses are not translated back yet.
//
// When the machine forwarded no packets before, it still does not forward between its other networks, unless another
// program's rule accepts a packet: such rules come before the last one of the chain FORWARD.
func firewallRules(id networkIdentity, forwardedBefore bool) string {
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

// firewallRemoval returns, as input of iptables-restore --noflush, the commands that remove an engine's rules from the
// output of iptables-save. The engine's rules have its network in their comment or an address of its range. The common
// chains of the network plugins are removed when no rule uses them any more.
func firewallRemoval(saved string, id networkIdentity) string {
	var script strings.Builder
	for table := range strings.SplitSeq(saved, "COMMIT") {
		deletions := tableRemoval(table, id)
		if len(deletions) == 0 {
			continue
		}
		_, rest, _ := strings.Cut(table, "*")
		name, _, _ := strings.Cut(rest, "\n")
		fmt.Fprintf(&script, "*%s\n%s\nCOMMIT\n", name, strings.Join(deletions, "\n"))
	}
	return script.String()
}

func tableRemoval(table string, id networkIdentity) []string {
	var deletions, chains []string
	commonUsed := false
	var common []string
	for line := range strings.Lines(table) {
		rule, found := strings.CutPrefix(strings.TrimSpace(line), "-A ")
		if !found {
			continue
		}
		chain, _, _ := strings.Cut(rule, " ")
		_, target, _ := strings.Cut(rule, "-j ")
		target, _, _ = strings.Cut(target, " ")
		switch {
		case isCommonChain(target):
			common = append(common, "-D "+rule)
		case isEngineRule(rule, id):
			deletions = append(deletions, "-D "+rule)
			if strings.HasPrefix(target, "CNI-") || target == id.chain() {
				chains = append(chains, "-F "+target, "-X "+target)
			}
		case isCommonChain(chain):
			commonUsed = true
		}
	}
	deletions = append(deletions, chains...)
	if len(common) > 0 && !commonUsed {
		deletions = append(deletions, common...)
		for _, chain := range commonChains {
			if strings.Contains(table, ":"+chain+" ") {
				deletions = append(deletions, "-F "+chain, "-X "+chain)
			}
		}
	}
	return deletions
}

// commonChains are the chains that the firewall plugin makes for all networks.
var commonChains = []string{"CNI-FORWARD", "CNI-ADMIN"}

func isCommonChain(chain string) bool {
	return chain == commonChains[0] || chain == commonChains[1]
}

func isEngineRule(rule string, id networkIdentity) bool {
	if strings.Contains(rule, `\"`+id.Network+`\"`) {
		return true
	}
	network, err := netip.ParsePrefix(id.Range)
	if err != nil {
		return false
	}
	for field := range strings.FieldsSeq(rule) {
		if prefix, err := netip.ParsePrefix(field); err == nil && network.Overlaps(prefix) && prefix.Bits() >= network.Bits() {
			return true
		}
	}
	return false
}
