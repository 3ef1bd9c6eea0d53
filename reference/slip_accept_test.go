package reference

import "testing"

func TestTakes(t *testing.T) {
	tests := []struct {
		fields string
		want   bool
	}{
		{"", true},
		{"Accept: image/jpeg\r\n", true},
		{"ACCEPT:\tImage/JPEG ; q=0.1 \r\n", true},
		{"Accept: text/*\n", false},
		{"Accept: image/*\n", true},
		{"Accept: text/html, */*;q=0.1\r\n", true},
		{"Accept: text/html\r\nAccept: image/jpeg\r\n", true},
		{"Accept: image/jpeg;q=0\r\n", false},
		{"Accept: */*, image/jpeg;q=0.000\r\n", false},
		{"Accept: image/jpeg, */*;q=0\r\n", true},
		{"Accept: image/*;q=0, */*\r\n", false},
		{"Accept: image/jpeg;q=0.01\r\n", true},
		{"Accept: image/jpegs\r\n", false},
		{"Accept:\r\n", false}, // an empty list has room for no type
		{"X-Accept: text/html\r\n", true},
		{"\r\nAccept: text/html\r\n", true}, // content
	}
	for _, test := range tests {
		request := "GET / HTTP/1.1\r\n" + test.fields + "\r\n"
		if got := takes([]byte(request), "image/jpeg"); got != test.want {
			t.Errorf("%q: got %v, want %v", test.fields, got, test.want)
		}
	}
}
