package main

import (
	"bytes"
	"context"
	"image"
	_ "image/jpeg"
	_ "image/png"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"httpkit/internal/fixtures"
	"httpkit/reference"
)

// TestBrowserShowsThePicture opens the page of the page persona in a real browser,
// whatever its answers lack, and that of the strict server, and looks for the
// picture on the screen.
func TestBrowserShowsThePicture(t *testing.T) {
	for _, name := range []string{"page", "strict"} {
		t.Run(name, func(t *testing.T) { showsThePicture(t, name) })
	}
}

func showsThePicture(t *testing.T, name string) {
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium here; .ci/run installs it")
	}
	srv, err := reference.Start("127.0.0.1:0", name, reference.Config{Docroot: fixtures.FS()})
	if err != nil {
		t.Fatal(err)
	}
	defer srv.Close()
	shot := filepath.Join(t.TempDir(), "page.png")
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, chromium,
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-dev-shm-usage",
		"--disable-background-networking", "--disable-component-update", "--disable-sync",
		"--force-device-scale-factor=1", "--window-size=400,500", "--user-data-dir="+t.TempDir(),
		"--screenshot="+shot, "http://"+srv.Addr().String()+"/")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("chromium: %v\n%s", err, out)
	}
	page := decode(t, shot)
	raw, err := fixtures.Read("test.jpg")
	if err != nil {
		t.Fatal(err)
	}
	picture, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if !contains(page, picture) {
		t.Errorf("the picture is not on the page that chromium shows (%v)", page.Bounds())
	}
}

func decode(t *testing.T, file string) image.Image {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m, _, err := image.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// contains reports whether small stands somewhere in large, give or take what
// another JPEG decoder makes of it.
func contains(large, small image.Image) bool {
	room := large.Bounds()
	room.Max = room.Max.Sub(small.Bounds().Size())
	for y := room.Min.Y; y <= room.Max.Y; y++ {
		for x := room.Min.X; x <= room.Max.X; x++ {
			if matches(large, small, x, y) {
				return true
			}
		}
	}
	return false
}

// matches compares a grid of points: decoders differ at edges, so it is the mean
// difference that counts. A page without the picture is off by a hundred and more.
func matches(large, small image.Image, left, top int) bool {
	const step, tolerance = 5, 10
	var sum, n uint32
	b := small.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y += step {
		for x := b.Min.X; x < b.Max.X; x += step {
			r1, g1, b1, _ := small.At(x, y).RGBA()
			r2, g2, b2, _ := large.At(left+x-b.Min.X, top+y-b.Min.Y).RGBA()
			sum += (apart(r1, r2) + apart(g1, g2) + apart(b1, b2)) >> 8
			n += 3
		}
	}
	return sum/n < tolerance
}

func apart(a, b uint32) uint32 {
	if a > b {
		return a - b
	}
	return b - a
}
