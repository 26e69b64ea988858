package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// postgres is a PostgreSQL server of a run's own, as durable as in production:
// fsync is on.
type postgres struct {
	url  string // data source name of its one database
	addr string // 127.0.0.1:port
	lab  *lab
	bin  string
	dir  string
	cmd  *exec.Cmd
	done chan struct{} // closed when the server has gone
}

// noPostgres says what is missing to run a server; empty: nothing.
func noPostgres() string {
	if _, err := postgresBinaries(); err != nil {
		return err.Error()
	}
	return ""
}

// postgresBinaries finds the directory of initdb and postgres, Debian's newest
// last.
func postgresBinaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(found) == 0 {
		return "", errors.New("no PostgreSQL: apt-get install postgresql")
	}
	return filepath.Dir(found[len(found)-1]), nil
}

// postgres makes a cluster and starts it.
func (l *lab) postgres() (*postgres, error) {
	bin, err := postgresBinaries()
	if err != nil {
		return nil, err
	}
	addr, err := freeAddress()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(l.dir, "postgres-")
	if err != nil {
		return nil, err
	}
	p := &postgres{url: "postgres://postgres@" + addr + "/postgres?sslmode=disable", addr: addr, lab: l, bin: bin, dir: dir}
	init := exec.CommandContext(l.ctx, filepath.Join(bin, "initdb"), "-D", filepath.Join(dir, "data"), "-N", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
	if init.SysProcAttr, err = unprivileged(dir); err != nil {
		return nil, err
	}
	init.Dir = dir
	if out, err := init.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	l.undo(p.crash)
	return p, p.start()
}

// start starts the server, after a stop too, and waits until it answers.
func (p *postgres) start() error {
	_, port, err := net.SplitHostPort(p.addr)
	if err != nil {
		return err
	}
	cmd := exec.Command(filepath.Join(p.bin, "postgres"), "-D", filepath.Join(p.dir, "data"), "-k", p.dir, "-p", port,
		"-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200")
	log, err := os.OpenFile(p.logFile(), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close() // the child has its own
	cmd.Dir, cmd.Stdout, cmd.Stderr = p.dir, log, log
	if cmd.SysProcAttr, err = unprivileged(p.dir); err != nil {
		return err
	}
	cmd.SysProcAttr.Pdeathsig = syscall.SIGQUIT // it takes its backends with it
	if err := cmd.Start(); err != nil {
		return err
	}
	done := make(chan struct{})
	go func() {
		_ = cmd.Wait() // how it ended is in its log
		close(done)
	}()
	p.cmd, p.done = cmd, done
	return p.ready()
}

func (p *postgres) logFile() string { return filepath.Join(p.dir, "server.log") }

func (p *postgres) ready() error {
	ctx, cancel := context.WithTimeout(p.lab.ctx, readyWithin)
	defer cancel()
	for {
		conn, err := pgx.Connect(ctx, p.url)
		if err == nil {
			return conn.Close(ctx)
		}
		select {
		case <-p.done:
			return fmt.Errorf("PostgreSQL ended: %s", tail(p.logFile()))
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL does not answer: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// crash is an immediate stop: no checkpoint, recovery at the next start.
func (p *postgres) crash() {
	if p.cmd == nil {
		return
	}
	_ = p.cmd.Process.Signal(syscall.SIGQUIT) // it may have gone already
	select {
	case <-p.done:
	case <-time.After(readyWithin):
		_ = p.cmd.Process.Kill() // the backends notice and end
		<-p.done
	}
}

// terminate ends the backends of all clients but us, and says how many.
func (p *postgres) terminate(ctx context.Context) (n int, err error) {
	conn, err := pgx.Connect(ctx, p.url)
	if err != nil {
		return 0, err
	}
	defer conn.Close(ctx) // it has done its work
	err = conn.QueryRow(ctx, `
		select count(pg_terminate_backend(pid)) from pg_stat_activity
		where pid <> pg_backend_pid() and backend_type = 'client backend'`).Scan(&n)
	return n, err
}

// unprivileged gives dir to the user postgres (or nobody) if we are root, as
// whom the server refuses to run.
func unprivileged(dir string) (*syscall.SysProcAttr, error) {
	attr := ours()
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
