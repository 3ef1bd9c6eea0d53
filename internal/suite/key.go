package suite

import "slices"

// Key is a key of the head, as "explain" and the index show it.
type Key struct {
	Name, Means string
	Required    bool // in our own suites
}

// keys is every key, in the order a head has them.
var keys = []struct {
	Key
	read func(*reader, entry)
}{
	{Key{"rfc", "the requirement, as a fragment of the rfc-editor page: 9112#section-3.2-6", true}, (*reader).rfc},
	{Key{"level", "MUST, SHOULD, MAY, security or robust", true}, (*reader).level},
	{Key{"needs", "capabilities the target must offer", false}, (*reader).needs},
	{Key{"each", `NAME: VALUE | VALUE; the case is played once a value, with \{$NAME} for it`, false}, (*reader).each},
	{Key{"catches", "faults of the reference server on which the case does not pass", true}, (*reader).catches},
	{Key{"why", "what goes wrong for users without it", true}, (*reader).text},
	{Key{"hint", "what to do about it, for somebody who writes a server", true}, (*reader).text},
	{Key{"stage", "the stage of a ladder, a number from 1: the stages are played first, in their order, up to the first that is open", false}, (*reader).stage},
	{Key{"tags", "slow: only with --slow; alone: after the others, with nothing beside it", false}, (*reader).tags},
	{Key{"timeout", "of one wait: 500ms, 120s; without it 5s", false}, (*reader).timeout},
	{Key{"kills", "why the target dies of it", false}, (*reader).text},
	{Key{"owns", "the universal rules this case answers for; a stage, in its own answers", false}, (*reader).owns},
	{Key{"read", "of a stage: what to read in the RFC, for explain", false}, (*reader).text},
	{Key{"python", "of a stage: the usual mistake of a server in Python", false}, (*reader).text},
	{Key{"go", "of a stage: the usual mistake in Go", false}, (*reader).text},
	{Key{"c", "of a stage: the usual mistake in C", false}, (*reader).text},
	{Key{"node", "of a stage: the usual mistake in Node", false}, (*reader).text},
}

// stageKeys are those that a stage of ours has to have, and no other case of ours
// may have: what explain tells beyond the hint.
var stageKeys = []string{"read", "python", "go", "c", "node"}

// OfStage reports whether the key is for the stages of a ladder alone.
func (k Key) OfStage() bool { return slices.Contains(stageKeys, k.Name) }

// Keys gives every key of a head, in the order a head has them.
func Keys() []Key {
	all := make([]Key, 0, len(keys))
	for _, k := range keys {
		all = append(all, k.Key)
	}
	return all
}

func keyNames() []string {
	var names []string
	for _, k := range keys {
		names = append(names, k.Name)
	}
	return names
}

func isKey(name string) bool { return keyMeans(name) != "" }

func keyMeans(name string) string {
	for _, k := range Keys() {
		if k.Name == name {
			return k.Means
		}
	}
	return ""
}
