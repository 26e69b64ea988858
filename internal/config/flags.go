package config

// Flags are the settings as a command line offers them, for embedding in a kong
// grammar. Every value is text and empty when it was not given: what it means
// is decided in one place for flag, environment and file alike. The master key
// itself has no flag, because arguments are visible to every user of the machine.
type Flags struct {
	Config                string `help:"Read settings from this file, one NAME=value per line." placeholder:"FILE"`
	Addr                  string `help:"Listen address (default 127.0.0.1:8080)." placeholder:"HOST:PORT"`
	OpsAddr               string `help:"Address for metrics and profiles (default off)." placeholder:"HOST:PORT"`
	OpsAllowPublic        string `help:"Let that address be one that others can reach: on or off (default off)." placeholder:"on|off"`
	Traces                string `help:"Collector that traces are sent to (OTLP over HTTP; default off)." placeholder:"URL"`
	BaseURL               string `name:"base-url" help:"Public origin of this installation, https://pay.example.com." placeholder:"URL"`
	Database              string `help:"sqlite:FILE or postgres://… (default sqlite:latchkey.db)." placeholder:"DATABASE"`
	InstanceID            string `name:"instance-id" help:"Id that the database must have; latchkey init prints it." placeholder:"ID"`
	MasterKeyFile         string `help:"File with the master key: 32 bytes in base64." placeholder:"FILE"`
	MasterKeyPreviousFile string `help:"File with a second master key, which only opens and checks while the key is changed." placeholder:"FILE"`
	SMTPURL               string `name:"smtp-url" help:"Mail server; put the one with a password into LATCHKEY_SMTP_URL." placeholder:"URL"`
	MailFrom              string `help:"Sender of all mail." placeholder:"ADDRESS"`
	TrustedProxies        string `help:"Networks whose X-Forwarded-* headers are believed." placeholder:"CIDR,…"`
	WebhookAllowPrivate   string `help:"Let webhooks go to private addresses: on or off (default off)." placeholder:"on|off"`
	BackupDir             string `help:"Folder for nightly backups (default off)." placeholder:"DIR"`
	Mode                  string `help:"production, development or test (default production)." placeholder:"MODE"`
	TestClock             string `help:"Unix seconds at which the clock stands; only in MODE=test." placeholder:"N"`
}
