package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// A rolling upgrade has servers of two releases on one schema: the newer one has
// migrated it, the older ones still serve. Whether they may is written beside
// each migration, by the migration itself (see 00021), so that a program can ask
// what a schema that it does not know does to it.

// unsafeFor counts the migrations behind $1 that a program of schema $1 does not
// work on after, or that do not say.
const unsafeFor = `
	select count(*) from ` + versionTable + ` v left join schema_compat c on c.version = v.version_id
	where v.version_id > $1 and (c.oldest is null or c.oldest > $1)`

// judge says whether this program works on the schema that the database has.
func judge(ctx context.Context, d *dialect, db *sql.DB) (have int64, state, err error) {
	if have, err = schemaVersion(ctx, d, db); err != nil {
		return 0, nil, fmt.Errorf("read schema version: %w", d.translate(ctx, err))
	}
	state = judgeSchema(have)
	if !errors.Is(state, ErrNewerSchema) {
		return have, state, nil
	}
	serves, err := servedBy(ctx, d, db, currentSchema)
	if err != nil {
		return 0, nil, err
	}
	if serves {
		state = nil
	}
	return have, state, nil
}

// servedBy says whether a program of an older schema works on what the database
// has.
func servedBy(ctx context.Context, d *dialect, db *sql.DB, schema int64) (bool, error) {
	var told bool
	if err := db.QueryRowContext(ctx, d.hasSchema, "schema_compat").Scan(&told); err != nil || !told {
		return false, d.translate(ctx, err)
	}
	var unsafe int64
	if err := db.QueryRowContext(ctx, unsafeFor, schema).Scan(&unsafe); err != nil {
		return false, fmt.Errorf("read what the schema works with: %w", d.translate(ctx, err))
	}
	return unsafe == 0, nil
}

// Step is one migration that Migrate would run.
type Step struct {
	Version int64  `json:"version"`
	Name    string `json:"name"`   // "duty"
	Oldest  int64  `json:"oldest"` // schema of the oldest program that works on after it; 0: it does not say
}

// Plan is what Migrate would do.
type Plan struct {
	Have   int64  `json:"have"` // 0: there is no schema yet
	Want   int64  `json:"want"`
	Steps  []Step `json:"steps"`
	Refill bool   `json:"refill"` // the search index is filled anew, or on
	// KeepsServing: programs that serve Have now may go on while and after the
	// steps run.
	KeepsServing bool `json:"keepsServing"`
}

// PlanOf says what Migrate would do to the database that dsn names, and changes
// nothing. ErrNoDatabase and ErrNewerSchema are as of Open.
func PlanOf(ctx context.Context, dsn string) (Plan, error) {
	d, err := parse(dsn)
	if err != nil {
		return Plan{}, err
	}
	if err := d.exists(); err != nil {
		return Plan{}, err
	}
	s, err := connect(d)
	if err != nil {
		return Plan{}, fmt.Errorf("open database: %w", err)
	}
	defer s.Close()
	have, state, err := judge(ctx, d, s.read.db)
	if err == nil && state != nil && !errors.Is(state, ErrOldSchema) {
		err = state
	}
	if err != nil {
		return Plan{}, err
	}
	p := Plan{Have: have, Want: max(have, currentSchema), Steps: []Step{}, KeepsServing: true}
	if err := s.read.db.QueryRowContext(ctx, d.hasSchema, "search_term_before").Scan(&p.Refill); err != nil {
		return Plan{}, d.translate(ctx, err)
	}
	steps, err := stepsOf(d)
	for _, step := range steps {
		if step.Version <= have {
			continue
		}
		p.Steps = append(p.Steps, step)
		p.Refill = p.Refill || step.Version == refillStep
		p.KeepsServing = p.KeepsServing && step.Oldest > 0 && step.Oldest <= have && have >= firstTold
	}
	return p, err
}

const (
	// firstTold is the schema of the first programs that ask schema_compat: those
	// before refuse every newer schema.
	firstTold = 21
	// refillStep moves the search index aside for reindex to fill it.
	refillStep = 7
)

// told finds what a migration says of itself.
var told = regexp.MustCompile(`(?m)^insert into schema_compat \(version, oldest\) values \((\d+), (\d+)\);$`)

// stepsOf are the migrations of an engine, in order.
func stepsOf(d *dialect) ([]Step, error) {
	names, err := fs.Glob(migrations, "migrations/*.sql") // sorted
	if err != nil {
		return nil, err
	}
	var steps []Step
	for _, name := range names {
		if strings.HasSuffix(name, strings.TrimPrefix(d.foreign, "*")) {
			continue
		}
		step, err := stepOf(name)
		if err != nil {
			return nil, err
		}
		steps = append(steps, step)
	}
	return steps, nil
}

func stepOf(file string) (Step, error) {
	number, name, _ := strings.Cut(strings.TrimSuffix(path.Base(file), ".sql"), "_")
	version, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return Step{}, fmt.Errorf("migration %s: %w", file, err)
	}
	text, err := fs.ReadFile(migrations, file)
	if err != nil {
		return Step{}, err
	}
	step := Step{Version: version, Name: name}
	if m := told.FindSubmatch(text); m != nil {
		step.Oldest, err = strconv.ParseInt(string(m[2]), 10, 64)
	}
	return step, err
}
