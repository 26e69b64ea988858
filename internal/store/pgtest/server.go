package pgtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// startTimeout is generous: on a busy machine initdb alone takes seconds.
const startTimeout = 60 * time.Second

// server returns the URL of the server that all tests of the process share.
var server = sync.OnceValues(func() (string, error) {
	if u := os.Getenv("LATCHKEY_TEST_POSTGRES"); u != "" {
		return u, nil
	}
	return start()
})

// script runs a server until its standard input ends. The test process holds
// the other end, so the server stops and its directory goes away however the
// process ends, kill -9 included. Durability is off: the data is worth nothing.
//
// The language's collation differs from SQLite's, as it will on most servers;
// builds before 15 or without ICU get the plain one.
const script = `
initdb=$1/initdb postgres=$1/postgres dir=$2
trap '' INT HUP TERM
cd "$dir" || exit 1
set -- -D "$dir/data" -U postgres -A trust -E UTF8 --no-sync
"$initdb" "$@" --locale=C --locale-provider=icu --icu-locale=en >log 2>&1 ||
	{ rm -rf data; "$initdb" "$@" --locale=C >>log 2>&1; } || exit 1
"$postgres" -D data -k "$dir" -c listen_addresses= -c max_connections=200 -c fsync=off \
	-c synchronous_commit=off -c full_page_writes=off >>log 2>&1 </dev/null &
cat >/dev/null
kill -QUIT $!
wait
cd / && rm -rf "$dir"
`

func start() (string, error) {
	bin, err := binaries()
	if err != nil {
		return "", err
	}
	// Short and reachable for another user: a socket's path has some 100 bytes.
	dir, err := os.MkdirTemp(cmp.Or(os.Getenv("LATCHKEY_TEST_POSTGRES_DIR"), "/tmp"), "latchkey-pg-")
	if err != nil {
		return "", err
	}
	cmd := exec.Command("/bin/sh", "-c", script, "sh", bin, dir)
	cmd.Dir = "/"
	if cmd.SysProcAttr, err = unprivileged(dir); err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	if _, err := cmd.StdinPipe(); err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	if err := cmd.Start(); err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()

	u := url.URL{Scheme: "postgres", Path: "/postgres"}
	u.RawQuery = url.Values{"host": {dir}, "user": {"postgres"}}.Encode()
	return u.String(), await(u.String(), dir, ended)
}

// await returns when the server answers.
func await(server, dir string, ended <-chan error) error {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		conn, err := pgx.Connect(ctx, server)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-tick.C:
		case <-ended:
			log, _ := os.ReadFile(filepath.Join(dir, "log"))
			return errors.Join(fmt.Errorf("initdb: %s", log), os.RemoveAll(dir))
		case <-ctx.Done():
			return fmt.Errorf("the server does not answer: %w", err)
		}
	}
}

// binaries finds the directory of initdb and postgres, Debian's newest last.
func binaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errors.New("no initdb in PATH or /usr/lib/postgresql")
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// unprivileged gives dir to the user postgres (or nobody) if we are root, as
// whom the server refuses to run.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Setpgid: true} // ^C is for the tests alone
	if os.Getuid() != 0 {
		return attr, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		u, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(u.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(u.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, os.Chown(dir, int(uid), int(gid))
}
