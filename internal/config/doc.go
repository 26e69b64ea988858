// Package config turns flags, environment and a file into one checked struct.
//
// It leaves out what the settings are for: it opens no database, dials no
// server and knows no account. Nothing in it is read twice or changed later.
//
// Use: embed Flags in the command's kong grammar, then
//
//	cfg, err := flags.Load(env)
//	if err == nil {
//		err = cfg.Check(config.BaseURL, config.MasterKey)
//	}
//
// Load complains about what it cannot read, Check about what does not go
// together and about what the command needs and nobody set. Both name every
// problem at once.
//
// # Precedence
//
// A flag wins over the environment (LATCHKEY_ and the setting's name), the
// environment over the file of --config, the file over the default. An empty
// value is no value: the next source is asked. So that a stronger source can
// switch off what a weaker one sets, OPS_ADDR may say "off" and
// TRUSTED_PROXIES "none".
//
// # The file
//
// One setting per line, NAME=value. Blank lines and lines that begin with # are
// skipped, spaces around name and value are cut, one pair of double quotes
// around a value is taken off. The name may carry the LATCHKEY_ of the
// environment, so that the same file serves as systemd's EnvironmentFile. An
// unknown or repeated name is an error.
package config
