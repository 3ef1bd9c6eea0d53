//go:build !unix

package session

// onResize does nothing: the size is that of the beginning.
func onResize(func()) (stop func()) { return func() {} }
