// The same workloads in Go itself. `npm run bench channels` builds and runs this.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"syscall"
	"time"
)

// the process's own time on the cores (user + system): a shared machine's wall clock lies
func cpu() float64 {
	var r syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return float64(r.Utime.Nano()+r.Stime.Nano()) / 1e6
}

const (
	npp  = 200000
	nbuf = 1000000
	nsel = 100000
	fanP = 100
	fanM = 2000
)

func sumTo(n int) int { return n * (n - 1) / 2 }

func a() int {
	x, y := make(chan int), make(chan int)
	go func() {
		for i := 0; i < npp; i++ {
			y <- <-x + 1
		}
	}()
	s := 0
	for i := 0; i < npp; i++ {
		x <- i
		s += <-y
	}
	return s
}
func b() int {
	c := make(chan int, 128)
	go func() {
		for i := 0; i < nbuf; i++ {
			c <- i
		}
	}()
	s := 0
	for i := 0; i < nbuf; i++ {
		s += <-c
	}
	return s
}
func select2(c []chan int) (int, int) {
	select {
	case v := <-c[0]:
		return 0, v
	case v := <-c[1]:
		return 1, v
	}
}
func sel(k int, f func([]chan int) (int, int)) int {
	chs := make([]chan int, k)
	for i := range chs {
		chs[i] = make(chan int)
	}
	per := nsel / 4
	for p := 0; p < 4; p++ {
		go func(p int) {
			for i := 0; i < per; i++ {
				chs[(p+4*i)%k] <- p*per + i
			}
		}(p)
	}
	s := 0
	for i := 0; i < nsel; i++ {
		_, v := f(chs)
		s += v
	}
	return s
}
func d() int {
	c := make(chan int)
	for p := 0; p < fanP; p++ {
		go func(p int) {
			for i := 0; i < fanM; i++ {
				c <- p*fanM + i
			}
		}(p)
	}
	s := 0
	for i := 0; i < fanP*fanM; i++ {
		s += <-c
	}
	return s
}
func e() int {
	c := make(chan int)
	go func(c chan int) {
		for i := 2; ; i++ {
			c <- i
		}
	}(c)
	p := 0
	for i := 0; i < 1000; i++ {
		p = <-c
		n := make(chan int)
		go func(i, o chan int, p int) {
			for {
				v := <-i
				if v%p != 0 {
					o <- v
				}
			}
		}(c, n, p)
		c = n
	}
	return p // the filters stay blocked: as in the Go classic
}
func mem(own bool) (float64, int) {
	const n = 100000
	var m0, m1 runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m0)
	shared := make(chan int)
	for i := 0; i < n; i++ {
		c := shared
		if own {
			c = make(chan int)
		}
		go func() { <-c }()
	}
	for runtime.NumGoroutine() < n {
		runtime.Gosched()
	}
	time.Sleep(100 * time.Millisecond)
	runtime.GC()
	runtime.ReadMemStats(&m1)
	return float64(m1.HeapInuse+m1.StackInuse-m0.HeapInuse-m0.StackInuse) / n, runtime.NumGoroutine()
}
func main() {
	reps := 5
	if len(os.Args) > 1 {
		reps, _ = strconv.Atoi(os.Args[1])
	}
	run := func(w string, units, want int, f func() int) {
		ts, cs := []float64{}, []float64{}
		for i := 0; i <= reps; i++ {
			t, c := time.Now(), cpu()
			r := f()
			el, ce := time.Since(t).Seconds()*1e3, cpu()-c
			if r != want {
				fmt.Println("WRONG", w, r, want)
				os.Exit(1)
			}
			if i > 0 {
				ts = append(ts, el)
				cs = append(cs, ce)
			}
		}
		sort.Float64s(ts)
		sort.Float64s(cs)
		m, mc := ts[len(ts)/2], cs[len(cs)/2]
		fmt.Printf("{\"peer\":\"go%s GOMAXPROCS=%d\",\"w\":\"%s\",\"ms\":%.1f,\"cpuMs\":%.1f,\"minMs\":%.1f,\"opsPerSec\":%.0f}\n", runtime.Version()[2:]+" "+runtime.GOOS, runtime.GOMAXPROCS(0), w, m, mc, ts[0], float64(units)/ts[0]*1e3)
	}
	run("a", npp, sumTo(npp)+npp, a)
	run("b", nbuf, sumTo(nbuf), b)
	run("c2", nsel, sumTo(nsel), func() int { return sel(2, select2) })
	run("c16", nsel, sumTo(nsel), func() int { return sel(16, select16) })
	run("d", fanP*fanM, sumTo(fanP*fanM), d)
	for _, own := range []bool{false, true} {
		m, g := mem(own)
		fmt.Printf("{\"peer\":\"go%s\",\"w\":\"f own=%v\",\"bytesPerG\":%.0f,\"goroutines\":%d}\n", runtime.Version()[2:], own, m, g)
	}
	run("e", 517383, 7919, e)
}
