package portal

import "time"

// Source says which word of the billing system a mirrored object is. The order
// in which words arrive does not matter: a later one replaces an earlier one,
// never the other way round. Version decides where both have one, else
// ModifiedAt where both have one, else the order of arrival.
type Source struct {
	Version    int64     `json:"version,omitempty"`   // 1, 2, …; 0: none given
	ModifiedAt time.Time `json:"modifiedAt,omitzero"` // zero: none given
}
