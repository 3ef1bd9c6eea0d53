package reference

import (
	"fmt"
	"reflect"
	"strings"
)

// Compose puts faults and variants together. A name may be several with commas
// between them. It is an error if one is unknown, and if two of them set the same
// thing: the same production of the dialect, the same step, the same function of
// the life or the wire, or both the edit.
func Compose(names ...string) (Behaviour, error) {
	var b Behaviour
	list := strings.Join(names, ",")
	if strings.TrimSpace(list) == "" {
		return b, nil
	}
	by := map[string]string{} // what is set, and by whom
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		f := FaultNamed(name)
		if f == nil {
			return Behaviour{}, unknownFault(name)
		}
		for _, part := range parts(&f.Behaviour) {
			if other := by[part]; other == name {
				return Behaviour{}, fmt.Errorf("%s: got it twice, want each fault once", name)
			} else if other != "" {
				return Behaviour{}, fmt.Errorf("%s and %s: both set %s, so they can't go together", other, name, part)
			}
			by[part] = name
		}
		merge(&b, &f.Behaviour)
	}
	return b, nil
}

// parts names everything that is set in b.
func parts(b *Behaviour) []string {
	var set []string
	v := reflect.ValueOf(b).Elem()
	for i := range v.NumField() {
		name, field := v.Type().Field(i).Name, v.Field(i)
		switch {
		case name == "Steps":
			for _, c := range b.Steps {
				set = append(set, "the step "+c.Step)
			}
		case field.Kind() == reflect.Struct:
			for j := range field.NumField() {
				if !field.Field(j).IsZero() {
					set = append(set, name+"."+field.Type().Field(j).Name)
				}
			}
		case !field.IsZero():
			set = append(set, name)
		}
	}
	return set
}

// merge sets in b what is set in from.
func merge(b, from *Behaviour) {
	b.Steps = append(b.Steps, from.Steps...)
	to, v := reflect.ValueOf(b).Elem(), reflect.ValueOf(from).Elem()
	for i := range v.NumField() {
		switch f := v.Field(i); {
		case f.Kind() == reflect.Struct:
			for j := range f.NumField() {
				if !f.Field(j).IsZero() {
					to.Field(i).Field(j).Set(f.Field(j))
				}
			}
		case f.Kind() == reflect.Func && !f.IsZero():
			to.Field(i).Set(f)
		}
	}
}

// unknownFault is the error for a name that is none: what it may have meant.
func unknownFault(name string) error {
	var near []string
	best := 4
	for _, f := range faults {
		switch d := distance(name, f.Name); {
		case d < best:
			best, near = d, []string{f.Name}
		case d == best && d < 4:
			near = append(near, f.Name)
		}
	}
	for _, f := range faults { // else those that begin or end like it
		if near == nil && name != "" && strings.Contains(f.Name, name) {
			near = append(near, f.Name)
		}
	}
	text := fmt.Sprintf("%q: got no name of a fault or variant", name)
	if near != nil {
		text += "\ndid you mean " + strings.Join(near, " or ") + "?"
	}
	return fmt.Errorf("%s", text)
}
