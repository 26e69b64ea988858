package hook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"github.com/latchkey-portal/latchkey/internal/portal"
)

// specVersion is the envelope's version; it moves only if a field changes its
// meaning.
const specVersion = "1.0"

// envelope is what is posted. It carries the type twice: receivers of Standard
// Webhooks read "type", those of the t=…,v1=… style read "event".
type envelope struct {
	ID          string          `json:"id"`
	Type        string          `json:"type"`
	SpecVersion string          `json:"specVersion"`
	Event       string          `json:"event"`
	Timestamp   string          `json:"timestamp"` // RFC 3339, UTC, whole seconds: when it happened
	Sequence    int64           `json:"sequence"`
	Epoch       int64           `json:"epoch,omitempty"` // from the first restore of a backup on: 2, 3, …
	Data        json.RawMessage `json:"data"`
}

// Payload returns the body that an event is posted with: the same bytes for
// the same event, at every try and to every endpoint. An error means that the
// event's Data is no JSON object.
func Payload(e portal.Event) ([]byte, error) {
	if !bytes.HasPrefix(bytes.TrimSpace([]byte(e.Data)), []byte("{")) {
		return nil, fmt.Errorf("event %s: data is not a JSON object", e.ID)
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false) // links stay readable: "&", not "\u0026"
	err := enc.Encode(envelope{
		ID: e.ID, Type: e.Type, SpecVersion: specVersion, Event: e.Type,
		Timestamp: e.OccurredAt.UTC().Format(time.RFC3339), Sequence: e.Seq, Epoch: laterEpoch(e.Epoch), Data: json.RawMessage(e.Data),
	})
	if err != nil {
		return nil, fmt.Errorf("event %s: %w", e.ID, err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}

// laterEpoch leaves the first epoch out, so that what receivers get of an
// installation that was never restored stays as it was.
func laterEpoch(n int64) int64 {
	if n <= 1 {
		return 0
	}
	return n
}
