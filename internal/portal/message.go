package portal

import "time"

// Message is one mail to be sent: the facts it is drawn from, never the text
// and never a usable link. The link is derived again when the mail is sent.
type Message struct {
	ID        string
	Account   string
	Template  string // "invoice", "new-link"
	To        string // the address on file
	Object    ObjectKey
	Start     int64 // window of the link it carries, unix seconds
	End       int64
	Data      string // JSON of what the template needs besides
	State     MessageState
	Attempts  int
	NextAt    time.Time // when it is due; for a claimed one, when the claim lapses
	LastError string
	CreatedAt time.Time
	SentAt    time.Time
	Seq       int64     // of the mails of one kind for one link: (object, start, template, seq) is unique; 0: not numbered
	Delivered MailFate  // what the receiving side told us
	FateAt    time.Time // when it did
}

// MessageFilter narrows the log of mails; the zero value of a field narrows
// nothing.
type MessageFilter struct {
	Accounts Accounts
	State    MessageState
	Fate     MailFate
	Unheard  bool   // nothing was heard of it
	Template string // the kind of mail
	To       string // the whole address, in any case
	Before   string // id of the last mail of the page before; an unknown one ends the list
	Limit    int
}

// MailFate is what became of a mail after it was handed over.
type MailFate string

// The fates; empty: nothing was heard.
const (
	MailDelivered  MailFate = "delivered"
	MailBounced    MailFate = "bounced"
	MailComplained MailFate = "complained"
)

// Suppression is an address that no mail goes to any more.
type Suppression struct {
	Account string
	Email   string // lower case
	Reason  MailFate
	Note    string // why, in the words of who stopped it; empty: nobody did
	At      time.Time
}

// MessageState says how far a message has come.
type MessageState string

// The states of a message.
const (
	Queued MessageState = "queued"
	Sent   MessageState = "sent"
	Failed MessageState = "failed" // given up; an admin sees it
	Held   MessageState = "held"   // waited when a backup was made that was restored: it may be out already, and waits for a person
	Lapsed MessageState = "lapsed" // its link ended or was replaced before it could go out
)
