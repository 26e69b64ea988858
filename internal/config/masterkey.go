package config

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strings"
)

// MasterKeyBytes returns the 32 bytes of the master key, from its file if one is set.
func (c *Config) MasterKeyBytes() ([]byte, error) {
	key, err := masterKeyBytes(MasterKey, c.MasterKey, c.MasterKeyFile)
	if err == nil && key == nil {
		err = errors.New("MASTER_KEY_FILE and MASTER_KEY are not set: " + howToMakeKey)
	}
	return key, err
}

// PreviousMasterKeyBytes returns the 32 bytes of the master key that only opens
// and checks; nil: there is none.
func (c *Config) PreviousMasterKeyBytes() ([]byte, error) {
	previous, err := masterKeyBytes("MASTER_KEY_PREVIOUS", c.MasterKeyPrevious, c.MasterKeyPreviousFile)
	if err != nil || previous == nil {
		return nil, err
	}
	key, err := c.MasterKeyBytes()
	if err != nil {
		return nil, err
	}
	if bytes.Equal(key, previous) {
		return nil, errors.New("MASTER_KEY and MASTER_KEY_PREVIOUS hold the same key: put the new one into MASTER_KEY, or unset MASTER_KEY_PREVIOUS")
	}
	return previous, nil
}

// masterKeyBytes reads a key from a setting of a name or from the file of the
// setting NAME_FILE; nil: neither is set.
func masterKeyBytes(name, text, file string) ([]byte, error) {
	switch {
	case text != "" && file != "":
		return nil, fmt.Errorf("%s and %s_FILE are both set: unset one of them", name, name)
	case file != "":
		name += "_FILE"
		b, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be read: %w", name, err)
		}
		text = string(b)
	case text == "":
		return nil, nil
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
	if err != nil || len(key) != 32 {
		return nil, errors.New(name + " does not hold 32 bytes in base64: " + howToMakeKey)
	}
	return key, nil
}
