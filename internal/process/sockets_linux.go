package process

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"net/netip"
	"os"
	"strconv"
	"strings"
)

// The states of /proc/net/tcp that matter here.
const (
	stateListen   = "0A"
	stateTimeWait = "06"
)

// Listeners are the sockets of the command's processes that take connections.
// known is false where the system does not tell.
func (p *Process) Listeners() (all []Listener, known bool) {
	members, known := p.Members()
	if !known {
		return nil, false
	}
	by := map[string]Member{}
	for _, m := range members {
		for _, inode := range sockets(m.PID) {
			by[inode] = m
		}
	}
	if len(by) == 0 {
		return nil, true
	}
	// A process may be in a network of its own (ip netns, unshare).
	seen := map[string]bool{}
	for _, m := range members {
		net, err := os.Readlink("/proc/" + strconv.Itoa(m.PID) + "/ns/net")
		if err != nil || seen[net] {
			continue
		}
		seen[net] = true
		table("/proc/"+strconv.Itoa(m.PID)+"/net", func(l Listener, state, inode string) {
			if m, ours := by[inode]; ours && state == stateListen {
				l.By = m
				all = append(all, l)
			}
		})
	}
	return all, true
}

// Listening are the sockets of all processes that take connections at a TCP port.
// known is false where the system does not tell.
func Listening(port uint16) (all []Listener, known bool) {
	inodes := map[string]int{}
	table("/proc/self/net", func(l Listener, state, inode string) {
		if l.Path == "" && l.Addr.Port() == port && state == stateListen {
			inodes[inode] = len(all)
			all = append(all, l)
		}
	})
	if len(all) > 0 {
		for _, pid := range procs() {
			for _, inode := range sockets(pid) {
				if i, is := inodes[inode]; is && all[i].By.PID == 0 {
					s, _ := readStat(pid)
					all[i].By = s.Member
				}
			}
		}
	}
	return all, canSee()
}

// Lingering counts the connections of a TCP port that have ended and keep it taken
// for a while (RFC 9293 section 3.6.1: TIME-WAIT). It is 0 where the system does not
// tell.
func Lingering(port uint16) int {
	n := 0
	table("/proc/self/net", func(l Listener, state, _ string) {
		if l.Path == "" && l.Addr.Port() == port && state == stateTimeWait {
			n++
		}
	})
	return n
}

// sockets are the inodes of a process's sockets.
func sockets(pid int) []string {
	dir := "/proc/" + strconv.Itoa(pid) + "/fd"
	d, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer d.Close()
	names, _ := d.Readdirnames(-1)
	var all []string
	for _, n := range names {
		to, err := os.Readlink(dir + "/" + n)
		if inode, ok := strings.CutPrefix(to, "socket:["); ok && err == nil {
			all = append(all, strings.TrimSuffix(inode, "]"))
		}
	}
	return all
}

// table calls f for each TCP socket, and for each unix socket that takes
// connections, which /proc/net tells of.
func table(dir string, f func(l Listener, state, inode string)) {
	for _, name := range []string{"tcp", "tcp6"} {
		lines(dir+"/"+name, func(col []string) {
			if len(col) < 10 {
				return
			}
			if addr, ok := hexAddr(col[1]); ok {
				f(Listener{Addr: addr}, col[3], col[9])
			}
		})
	}
	lines(dir+"/unix", func(col []string) {
		const acceptsConnections = 0x10000
		if len(col) < 8 || strings.HasPrefix(col[7], "@") {
			return
		}
		if flags, err := strconv.ParseUint(col[3], 16, 64); err == nil && flags&acceptsConnections != 0 {
			f(Listener{Path: strings.Join(col[7:], " ")}, stateListen, col[6])
		}
	})
}

// lines calls f for the columns of each line but the first, which names them.
func lines(file string, f func(col []string)) {
	r, err := os.Open(file)
	if err != nil {
		return
	}
	defer r.Close()
	s := bufio.NewScanner(r)
	for s.Scan(); s.Scan(); {
		f(strings.Fields(s.Text()))
	}
}

// hexAddr reads an address as the kernel writes it: words in the machine's own
// byte order, in hexadecimal, and the port.
func hexAddr(s string) (netip.AddrPort, bool) {
	host, port, ok := strings.Cut(s, ":")
	n, err := strconv.ParseUint(port, 16, 16)
	b, err2 := hex.DecodeString(host)
	if !ok || err != nil || err2 != nil || len(b)%4 != 0 {
		return netip.AddrPort{}, false
	}
	for i := 0; i < len(b); i += 4 {
		binary.NativeEndian.PutUint32(b[i:], binary.BigEndian.Uint32(b[i:]))
	}
	a, ok := netip.AddrFromSlice(b)
	return netip.AddrPortFrom(a.Unmap(), uint16(n)), ok
}
