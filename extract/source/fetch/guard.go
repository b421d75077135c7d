package fetch

import (
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"syscall"
)

// A refusal is an error that trying again does not mend.
type refusal struct{ error }

// refuse returns a refusal with a reason.
func refuse(format string, args ...any) error { return refusal{fmt.Errorf(format, args...)} }

// special are the ranges of addresses that are not those of servers on the internet (RFC 6890 and its successors), and
// those that have the address of an IPv4 host within, since a gateway may send what goes there to a private one.
var special = prefixes(
	"0.0.0.0/8",         // this network
	"10.0.0.0/8",        // private
	"100.64.0.0/10",     // shared by the customers of a provider
	"127.0.0.0/8",       // loopback
	"169.254.0.0/16",    // link-local, and metadata of clouds
	"172.16.0.0/12",     // private
	"192.0.0.0/24",      // protocols
	"192.0.2.0/24",      // documentation
	"192.31.196.0/24",   // AS112
	"192.52.193.0/24",   // AMT
	"192.88.99.0/24",    // 6to4 relays
	"192.168.0.0/16",    // private
	"192.175.48.0/24",   // AS112
	"198.18.0.0/15",     // benchmarks
	"198.51.100.0/24",   // documentation
	"203.0.113.0/24",    // documentation
	"224.0.0.0/4",       // multicast
	"240.0.0.0/4",       // reserved, and broadcast
	"2001::/23",         // protocols, Teredo and ORCHID among them
	"2001:db8::/32",     // documentation
	"2002::/16",         // 6to4
	"2620:4f:8000::/48", // AS112
	"3fff::/20",         // documentation
)

// internet6 is all of IPv6 that is given to the internet. Loopback, NAT64, private, link-local and multicast addresses lie
// outside.
var internet6 = netip.MustParsePrefix("2000::/3")

func prefixes(list ...string) []netip.Prefix {
	var all []netip.Prefix
	for _, s := range list {
		all = append(all, netip.MustParsePrefix(s))
	}
	return all
}

// isPublic reports whether an address may be that of a server on the internet.
func isPublic(ip netip.Addr) bool {
	ip = ip.WithZone("").Unmap()
	return ip.IsValid() && (ip.Is4() || internet6.Contains(ip)) &&
		!slices.ContainsFunc(special, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// guard is the Control of a net.Dialer: it refuses to connect to what is not public. It sees the address that a name was
// resolved to, so that neither a redirect nor a name whose address changes leads around it.
func guard(_, address string, _ syscall.RawConn) error {
	to, err := netip.ParseAddrPort(address)
	if err != nil {
		return refusal{errors.New("refused: the address of the host cannot be read")}
	}
	if !isPublic(to.Addr()) {
		return refuse("refused: the host is at %s, which is no public address", to.Addr().WithZone("").Unmap())
	}
	return nil
}
