package embedded

import (
	"fmt"
	"net/netip"
	"strings"
)

// firewallRemoval writes, as input of iptables-restore --noflush, how to take
// an engine's rules out of what iptables-save printed. Its rules name its
// network in their comment or have an address of its range; the network
// plugins' common chains go when nobody uses them any more.
func firewallRemoval(saved string, id identity) string {
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

func tableRemoval(table string, id identity) []string {
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
		case isCommon(target):
			common = append(common, "-D "+rule)
		case ownRule(rule, id):
			deletions = append(deletions, "-D "+rule)
			if strings.HasPrefix(target, "CNI-") || target == id.chain() {
				chains = append(chains, "-F "+target, "-X "+target)
			}
		case isCommon(chain):
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

// commonChains are the ones that the firewall plugin makes for all networks.
var commonChains = []string{"CNI-FORWARD", "CNI-ADMIN"}

func isCommon(chain string) bool {
	return chain == commonChains[0] || chain == commonChains[1]
}

func ownRule(rule string, id identity) bool {
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
