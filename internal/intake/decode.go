package intake

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// declaration matches an XML declaration at the very start of a document.
var declaration = regexp.MustCompile(`^<\?xml\s[^>]*\?>`)

// declaredEncoding matches the encoding inside a declaration.
var declaredEncoding = regexp.MustCompile(`\sencoding\s*=\s*["']([A-Za-z0-9._-]*)["']`)

var utf8BOM = []byte("\xef\xbb\xbf")

// decode returns the document as UTF-8 without byte order mark and XML
// declaration. It reads UTF-8, UTF-16 with a byte order mark, and ISO-8859-1,
// ISO-8859-15 and Windows-1252 where they are declared; nothing is guessed.
func decode(body []byte) ([]byte, error) {
	if enc := utf16Of(body); enc != nil {
		return decodeUTF16(body, enc)
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(body, utf8BOM), " \t\r\n")
	head := declaration.Find(text)
	name := encodingIn(head)
	enc, err := singleByte(name)
	if err != nil {
		return nil, err
	}
	rest := text[len(head):]
	if enc != nil {
		return decodeSingleByte(rest, enc, name)
	}
	if !utf8.Valid(rest) {
		return nil, Refusal{"the file is not valid UTF-8, although its first line does not name another encoding; save it as UTF-8 and send it again"}
	}
	return looksLikeXML(rest)
}

// encodingIn returns the declared encoding in lower case; empty: none.
func encodingIn(head []byte) string {
	m := declaredEncoding.FindSubmatch(head)
	if m == nil {
		return ""
	}
	return strings.ToLower(string(m[1]))
}

// singleByte returns the decoder for a declared encoding, nil for UTF-8.
func singleByte(name string) (encoding.Encoding, error) {
	switch name {
	case "", "utf-8", "utf8", "us-ascii", "ascii":
		return nil, nil
	case "iso-8859-1", "latin1":
		return charmap.ISO8859_1, nil
	case "iso-8859-15":
		return charmap.ISO8859_15, nil
	case "windows-1252", "cp1252":
		return charmap.Windows1252, nil
	case "utf-16", "utf-16le", "utf-16be":
		return nil, Refusal{"the file says that it is " + strings.ToUpper(name) + " but is not, or has no byte order mark; save it as UTF-8 and send it again"}
	}
	return nil, Refusal{fmt.Sprintf("the file is encoded as %q, which is not supported; save it as UTF-8 and send it again", name)}
}

// decodeSingleByte decodes a one-byte encoding. The control characters from
// U+0080 to U+009F are in no invoice: where they turn up, the declaration is
// wrong (most often Windows-1252 declared as ISO-8859-1).
func decodeSingleByte(rest []byte, enc encoding.Encoding, name string) ([]byte, error) {
	text, err := enc.NewDecoder().Bytes(rest)
	if err != nil || bytes.ContainsFunc(text, func(r rune) bool { return r == utf8.RuneError || r >= 0x80 && r < 0xA0 }) {
		return nil, Refusal{fmt.Sprintf("the file says that it is encoded as %s but is not; save it as UTF-8 and send it again", strings.ToUpper(name))}
	}
	return looksLikeXML(text)
}

// utf16Of returns the decoder for a document with a UTF-16 byte order mark.
func utf16Of(body []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(body, []byte{0xff, 0xfe}), bytes.HasPrefix(body, []byte{0xfe, 0xff}):
		return unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM)
	}
	return nil
}

func decodeUTF16(body []byte, enc encoding.Encoding) ([]byte, error) {
	text, err := enc.NewDecoder().Bytes(body)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return nil, Refusal{"the file is not valid UTF-16; save it as UTF-8 and send it again"}
	}
	head := declaration.Find(text)
	if name := encodingIn(head); name != "" && !strings.HasPrefix(name, "utf-16") {
		return nil, Refusal{fmt.Sprintf("the file says that it is encoded as %s but is UTF-16; save it as UTF-8 and send it again", strings.ToUpper(name))}
	}
	return looksLikeXML(text[len(head):])
}

// looksLikeXML refuses what does not even begin like XML.
func looksLikeXML(text []byte) ([]byte, error) {
	if !bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("<")) {
		return nil, Refusal{"this is neither XML nor a PDF; send a UBL or CII invoice, or a Factur-X PDF"}
	}
	return text, nil
}
