package logs

import "context"

type requestKey struct{}

// WithRequest names the request that a context is of. id is text that may stand
// in a log.
func WithRequest(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// RequestOf is the name of the request that a context is of; empty: it is of none.
func RequestOf(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}
