package main

import (
	"errors"
	"io/fs"
	"os"

	"github.com/jackc/pgx/v5"
)

// person is somebody whose name and address nothing else in the world contains:
// two words of ten random letters, which the index of words spreads over its
// pages.
type person struct{ word, box string }

// name has a letter that JSON may write as \u00f8; the word stays in any form.
func (p person) name() string { return "Bjørn " + p.word }

func (p person) email() string { return p.box + "@gone.example" }

const alphabet = "abcdefghijklmnopqrstuvwxyz"

// newPeople makes n people up.
func (l *lab) newPeople(n int) []person {
	word := func() string {
		b := make([]byte, 10)
		for i := range b {
			b[i] = alphabet[l.rand.IntN(len(alphabet))]
		}
		return string(b)
	}
	all := make([]person, n)
	for i := range all {
		all[i] = person{word(), word()}
	}
	return all
}

// needle is what is looked for of a word: indexes leave out the first letters
// that a word has in common with the one before it.
type needle [8]byte

func needleOf(word string) (n needle) {
	copy(n[:], word[len(word)-len(n):])
	return n
}

// look counts the people of whom the name or the address stands in files,
// whatever the case of its letters. Files may go away meanwhile.
func look(files map[string][]string, people []person) (map[string]int, error) {
	whose := map[needle]int{}
	for i, p := range people {
		whose[needleOf(p.word)], whose[needleOf(p.box)] = i, i
	}
	found := map[string]int{}
	for where, paths := range files {
		seen := map[int]bool{}
		for _, path := range paths {
			body, err := os.ReadFile(path)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil {
				return nil, err
			}
			lookIn(body, whose, seen)
		}
		found[where] = len(seen)
	}
	return found, nil
}

func lookIn(body []byte, whose map[needle]int, seen map[int]bool) {
	run := 0 // letters up to here
	for i, b := range body {
		if 'A' <= b && b <= 'Z' {
			b += 'a' - 'A'
			body[i] = b
		}
		if b < 'a' || b > 'z' {
			run = 0
			continue
		}
		if run++; run < len(needle{}) {
			continue
		}
		if who, there := whose[needle(body[i+1-len(needle{}):i+1])]; there {
			seen[who] = true
		}
	}
}

// does runs a statement.
func (p *postgres) does(l *lab, statement string) error {
	conn, err := pgx.Connect(l.ctx, p.url)
	if err != nil {
		return err
	}
	_, err = conn.Exec(l.ctx, statement)
	return errors.Join(err, conn.Close(l.ctx))
}

// tellWAL says what PostgreSQL's write-ahead log still has: it is no promise.
func (p *postgres) tellWAL(r *report, people []person) error {
	files, err := filesBelow(p.dir+"/data/pg_wal", "")
	if err != nil {
		return err
	}
	found, err := look(map[string][]string{"": files}, people)
	if err == nil {
		r.figure("its write-ahead log still has %s", number(found[""]))
	}
	return err
}
