package target

import (
	"bufio"
	"io"
	"net"
)

// serial takes one connection after the other.
func serial(w *witness) { w.loop(func(c net.Conn) { w.serve(c, nil) }) }

// unlimited takes all at once.
func unlimited(w *witness) {
	w.loop(func(c net.Conn) { w.open.Go(func() { w.serve(c, nil) }) })
}

// workers are n loops that accept and serve.
func workers(n int) manner {
	return func(w *witness) {
		for range n {
			serial(w)
		}
	}
}

// slotsAtAccept takes a slot before it accepts the next.
func slotsAtAccept(n int) manner {
	return func(w *witness) {
		slots := make(chan bool, n)
		w.loop(func(c net.Conn) {
			slots <- true
			w.open.Go(func() {
				w.serve(c, nil)
				<-slots
			})
		})
	}
}

// slotsAtByte accepts all, and takes a slot when a connection says something.
func slotsAtByte(n int) manner {
	return func(w *witness) {
		slots := make(chan bool, n)
		w.loop(func(c net.Conn) {
			w.open.Go(func() {
				w.serve(c, func() { slots <- true })
				<-slots
			})
		})
	}
}

// limited refuses more than n connections: with what, or by closing.
func limited(n int, what string) manner {
	return func(w *witness) {
		slots := make(chan bool, n)
		w.loop(func(c net.Conn) {
			select {
			case slots <- true:
				w.open.Go(func() {
					w.serve(c, nil)
					<-slots
				})
			default:
				w.open.Go(func() {
					io.WriteString(c, what)
					linger(c)
				})
			}
		})
	}
}

// hasty answers as soon as it has a line.
func hasty(concurrent bool) manner {
	return func(w *witness) {
		serve := func(c net.Conn) {
			bufio.NewReader(c).ReadString('\n')
			io.WriteString(c, plainAnswer)
			linger(c)
		}
		w.loop(func(c net.Conn) {
			if !concurrent {
				serve(c)
				return
			}
			w.open.Go(func() { serve(c) })
		})
	}
}

// garbage answers every connection with the same bytes and closes it.
func garbage(answer string) manner {
	return func(w *witness) {
		w.loop(func(c net.Conn) {
			w.open.Go(func() {
				c.Read(make([]byte, 4096))
				io.WriteString(c, answer)
				linger(c)
			})
		})
	}
}
