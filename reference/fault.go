package reference

import (
	"reflect"
	"slices"
	"strings"
)

// Fault is one deliberate deviation of the strict server, or, where it is lawful,
// another choice that the RFC leaves: a variant.
type Fault struct {
	Name     string
	Sentence string // about the server that has it
	// Broad: more than one case in twenty does not pass on it, so it proves
	// nothing about any one of them.
	Broad  bool
	Lawful bool
	// Behaviour has the one seam set that the fault exchanges.
	Behaviour Behaviour
}

// Seam is the name of the seam that the fault sets: Dialect, Steps, Edit, Wire
// or Life.
func (f *Fault) Seam() string { return strings.Join(f.Behaviour.seams(), " ") }

// seams are the names of the seams that are set.
func (b *Behaviour) seams() []string {
	var set []string
	v := reflect.ValueOf(b).Elem()
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			set = append(set, v.Type().Field(i).Name)
		}
	}
	return set
}

// faults is the table, sorted by name.
var faults = sorted(chunkedFaults, conditionalFaults, connectionFaults, expectFaults, fieldFaults, fileFaults, framingFaults,
	hostFaults, limitFaults, lineFaults, methodFaults, negotiationFaults, rangeFaults, responseFaults, targetFaults, requestLineFaults, targetPartFaults, hostValueFaults, fieldLineFaults, limitMissingFaults, lengthFaults, chunkLineFaults, chunkDataFaults, trailerFaults, conductFaults, answerFaults, methodMeaningFaults, answerValueFaults, preconditionFaults, rangeSetFaults, acceptingFaults, pathFaults, passedOverFaults, variants, writingVariants)

func sorted(tables ...[]*Fault) []*Fault {
	all := slices.Concat(tables...)
	slices.SortFunc(all, func(a, b *Fault) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// Faults lists the faults and the variants, sorted by name.
func Faults() []*Fault { return slices.Clone(faults) }

// FaultNamed finds a fault or variant by its name, nil if there is none.
func FaultNamed(name string) *Fault {
	for _, f := range faults {
		if f.Name == name {
			return f
		}
	}
	return nil
}
