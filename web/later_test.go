package web_test

import "strings"

// laterLines are the lines of the catalogue about pages that this version does
<<<<<<< HEAD
// not have: approvals, action kinds, quotes, the statutory forms. Each
=======
// not have: action kinds, quotes, the API, the statutory forms. Each
>>>>>>> h-edges
// must fail as long as it stands here; the list shrinks to nothing.
func laterLines() map[string]bool {
	later := map[string]bool{}
	for _, id := range strings.Fields(laterIDs) {
		later[id] = true
	}
	return later
}

const laterIDs = `
OK-008 OK-009 OK-010 OK-017 OK-020 OK-021
V1X-002 V1X-003 V1X-005 V1X-014
V1U-007
V2S-046
<<<<<<< HEAD
MTH-019 MTH-025
SCN-007
ONE-001 ONE-003 ONE-006 ONE-007 ONE-013 ONE-015 ONE-016 ONE-017 ONE-018 ONE-030 ONE-034
CSR-001 CSR-004 CSR-010 CSR-011
INJ-009 INJ-010
REV-004 REV-020
HDR-020 HDR-022
PRB-019
=======
REV-020
API-002 API-003 API-005 API-006 API-007 API-009 API-013 API-017 API-018 API-019 API-021 API-022
API-024 API-027 API-030 API-031 API-042
WHK-001 WHK-006 WHK-008 WHK-009 WHK-010 WHK-012 WHK-014 WHK-015 WHK-016 WHK-017 WHK-018 WHK-023
WHK-024 WHK-027 WHK-029
>>>>>>> h-edges
SVC-007
`
