package limit

import "github.com/hashicorp/golang-lru/v2/simplelru"

// Table keeps a value for each of the keys that were asked for last, and forgets
// the others. It is not safe for several goroutines at once.
type Table[K comparable, V any] struct {
	kept  *simplelru.LRU[K, V]
	fresh func() V
}

// NewTable returns a table of at most so many keys; fresh makes the value of a
// key that is not in it.
func NewTable[K comparable, V any](most int, fresh func() V) *Table[K, V] {
	kept, err := simplelru.NewLRU[K, V](most, nil)
	if err != nil {
		panic("limit: " + err.Error()) // most is no positive number
	}
	return &Table[K, V]{kept: kept, fresh: fresh}
}

// Get returns the value of a key.
func (t *Table[K, V]) Get(key K) V {
	if v, ok := t.kept.Get(key); ok {
		return v
	}
	v := t.fresh()
	t.kept.Add(key, v)
	return v
}
