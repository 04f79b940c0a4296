// Power series as streams that are asked for one coefficient after another. Sine
// and cosine are each the integral of the other, and the exponential is its own:
// a stream is split, and one half feeds what the other half comes from.
package main

import "fmt"

type rational struct{ num, den int }

// Whoever wants a coefficient asks first.
type series struct {
	ask  chan bool
	give chan rational
}

func newSeries() series {
	return series{make(chan bool), make(chan rational)}
}

func (s series) put(r rational) {
	<-s.ask
	s.give <- r
}

func (s series) get() rational {
	s.ask <- true
	return <-s.give
}

func (r rational) over(n int) rational {
	divisor := gcd(r.num, r.den*n)
	return rational{r.num / divisor, r.den * n / divisor}
}

func gcd(a, b int) int {
	if b == 0 {
		return max(a, -a)
	}
	return gcd(b, a%b)
}

type half struct {
	out     series
	unread  []rational
	waiting bool
}

// asked is a nil channel while somebody waits already: that case is switched off.
func (h *half) asked() chan bool {
	if h.waiting {
		return nil
	}
	return h.out.ask
}

func (h *half) serve() {
	if h.waiting && len(h.unread) > 0 {
		h.out.give <- h.unread[0]
		h.unread = h.unread[1:]
		h.waiting = false
	}
}

// Each half gets all of `in`, at its own pace. While a coefficient is fetched the
// other half is still served: it may be what that coefficient is made of.
func split(in series) (series, series) {
	a, b := half{out: newSeries()}, half{out: newSeries()}
	go func() {
		fetched := make(chan rational)
		fetching := false
		for {
			select {
			case <-a.asked():
				a.waiting = true
			case <-b.asked():
				b.waiting = true
			case r := <-fetched:
				a.unread = append(a.unread, r)
				b.unread = append(b.unread, r)
				fetching = false
			}
			a.serve()
			b.serve()
			if (a.waiting || b.waiting) && !fetching {
				fetching = true
				go func() { fetched <- in.get() }()
			}
		}
	}()
	return a.out, b.out
}

// integrate puts into `out` the integral of `sign` times `in`.
func integrate(constant rational, sign int, in, out series) {
	out.put(constant)
	for n := 1; ; n++ {
		r := in.get()
		out.put(rational{sign * r.num, r.den}.over(n))
	}
}

func show(name string, s series) {
	line := name + ":"
	for range 10 {
		r := s.get()
		if r.den == 1 {
			line += fmt.Sprintf(" %d", r.num)
		} else {
			line += fmt.Sprintf(" %d/%d", r.num, r.den)
		}
	}
	fmt.Println(line)
}

func main() {
	zero, one := rational{0, 1}, rational{1, 1}

	e := newSeries()
	exp, its := split(e)
	go integrate(one, 1, its, e)
	show("exp", exp)

	s, c := newSeries(), newSeries()
	sin, sinAgain := split(s)
	cos, cosAgain := split(c)
	go integrate(zero, 1, cosAgain, s)
	go integrate(one, -1, sinAgain, c)
	show("sin", sin)
	show("cos", cos)
}
