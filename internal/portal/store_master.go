package portal

import "context"

// SealedPlace names a column of sealed values.
type SealedPlace string

// All places there are. A column that is called sealed… and stands in none of
// them fails a test of the store.
const (
	SealedSecrets      SealedPlace = "secrets" // link keys, seeds, keys of inbox, billing system and payment provider
	SealedEndpoints    SealedPlace = "webhook secrets"
	SealedEndpointsOld SealedPlace = "webhook secrets before"
	SealedInbound      SealedPlace = "notifications"
	SealedFetches      SealedPlace = "addresses of files"
	SealedTOTPs        SealedPlace = "authenticators"
	SealedProposals    SealedPlace = "proposals"
	SealedKeptKeys     SealedPlace = "keys of earlier master keys"
)

// SealedPlaces are all places, in the order in which they are gone through.
func SealedPlaces() []SealedPlace {
	return []SealedPlace{
		SealedSecrets, SealedEndpoints, SealedEndpointsOld, SealedInbound, SealedFetches, SealedTOTPs, SealedProposals, SealedKeptKeys,
	}
}

// SealedRow is one sealed value: its place, and the three parts of its key there,
// which are empty where a place has fewer.
type SealedRow struct {
	Place             SealedPlace
	Account, Kind, ID string
	Sealed            []byte
}

// secret is the row as it was bound to its ciphertext.
func (r SealedRow) secret() Secret {
	s := Secret{Account: r.Account, Kind: SecretKind(r.Kind), ID: r.ID, Sealed: r.Sealed}
	switch r.Place {
	case SealedEndpoints:
		s.Kind = EndpointSecret
	case SealedEndpointsOld:
		s.Kind = EndpointSecretOld
	case SealedInbound:
		s = Inbound{Account: r.Account, ID: r.ID}.place()
	case SealedFetches:
		s = Fetch{Account: r.Account, Document: r.Kind, Role: PartRole(r.ID)}.place()
	case SealedTOTPs:
		return TOTPSecret(r.ID, r.Sealed)
	case SealedProposals:
		return Proposal{Key: Key{r.Account, r.ID}, Kind: ProposalKind(r.Kind), Sealed: r.Sealed}.envelope()
	case SealedKeptKeys:
		return KeptKey{ID: r.ID, Sealed: r.Sealed}.place()
	}
	s.Sealed = r.Sealed
	return s
}

// masterReader is the part of Reader about what is sealed under which master key.
type masterReader interface {
	// SealedOtherwise returns the values of a place that do not begin with head,
	// by their keys, behind those of after; the zero row begins at the first.
	SealedOtherwise(ctx context.Context, place SealedPlace, head []byte, after SealedRow, limit int) ([]SealedRow, error)
	// CountSealed counts a place's values, and those that do not begin with head.
	CountSealed(ctx context.Context, place SealedPlace, head []byte) (all, otherwise int64, err error)
	// KeptKeys returns what is left of earlier master keys, by id.
	KeptKeys(ctx context.Context) ([]KeptKey, error)
}

// masterTx is the part of Tx about the same.
type masterTx interface {
	// Reseal puts other bytes in the place of a sealed value that is still the one
	// in was.
	Reseal(ctx context.Context, was SealedRow, sealed []byte) (bool, error)
	// PutKeptKey adds what is left of a master key, or replaces it.
	PutKeptKey(ctx context.Context, k KeptKey) error
}
