package client_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"time"

	"httpkit/client"
)

func Example() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	server := &http.Server{Handler: http.NotFoundHandler()}
	go server.Serve(l)
	defer server.Close()

	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	address, err := client.ParseAddress(l.Addr().String())
	if err != nil {
		panic(err)
	}
	recorder := client.NewRecorder()
	c, err := client.Dial(ctx, address, &client.Options{Recorder: recorder})
	if err != nil {
		panic(err)
	}
	// Two writes, just as they are.
	c.Send([]byte("GET /nothing HTTP/1.1\r\nHo"))
	c.Send([]byte("st: localhost\r\n\r\n"))
	r, err := c.ReadResponse(ctx, "GET")
	if err != nil {
		panic(err)
	}
	length, _ := r.Get("Content-Length")
	fmt.Println(r.Status, r.Framing, length, r.SaysClose())
	if err := c.Close(ctx); err != nil {
		panic(err)
	}
	fmt.Println(c.State().End)
	for _, step := range recorder.Transcript().Records[:3] {
		fmt.Printf("%q\n", step.Data)
	}
	// Output:
	// 404 length 19 false
	// closed
	// ""
	// "GET /nothing HTTP/1.1\r\nHo"
	// "st: localhost\r\n\r\n"
}
