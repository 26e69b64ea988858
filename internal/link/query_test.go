package link_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/latchkey-portal/latchkey/internal/link"
)

const (
	sumV2   = "e33ddc6a52e966c91bc9f9aef07743e4"
	sum256  = "33b8ea075cf73eb9d9b2df0ae74396251627b2fc81c4aa17329bf5b03e0579dd"
	sum1    = "f6972e26e7c6ce5a95ebc2b015a8ba2fe88a7b32"
	times   = "s=1759492800&e=1762084800"
	queryV1 = times + "&c=" + sum256
	queryV2 = times + "&k=a1&c=" + sumV2
)

func TestShapeAloneSelectsTheScheme(t *testing.T) {
	for _, c := range []struct {
		query  string
		kind   link.Kind
		scheme link.Scheme
		sha1   bool
	}{
		{queryV1, link.Confirmation, link.SchemeV1, false},
		{times + "&c=" + sum1, link.Confirmation, link.SchemeV1, true},
		{queryV2, link.Confirmation, link.SchemeV2, false},
		{times + "&c=" + sum256 + "-1", link.Renewal, link.SchemeV1, false},
		{times + "&c=" + sum1 + "-123456", link.Renewal, link.SchemeV1, true},
		{queryV2, link.Renewal, link.SchemeV2, false},
	} {
		q, err := link.ParseQuery(c.query, c.kind)
		if err != nil || q.Scheme() != c.scheme || q.SHA1() != c.sha1 || q.Start() != s30 || q.End() != e30 {
			t.Errorf("%s: %v %v %d-%d, %v", c.query, q.Scheme(), q.SHA1(), q.Start(), q.End(), err)
		}
	}
}

func TestReadableQueries(t *testing.T) {
	for _, c := range []struct {
		query string
		kind  link.Kind
	}{
		{"c=" + sum256 + "&e=1762084800&s=1759492800", link.Confirmation},
		{queryV2 + "&utm_source=mail.&gclid&=x&&E=1&C=2", link.Confirmation},
		{queryV2 + "&", link.Confirmation},
		{queryV2 + "&documentid=..%2F&item=x&cart=y", link.Confirmation}, // other kinds' names
		{queryV2 + strings.Repeat("&x=1", 28), link.Confirmation},
		{"%73=1759492800&e=%31762084800&k=a1&c=" + sumV2, link.Confirmation},
		{queryV2 + "&cart=s12%3a34&subscriptionrunningno=1", link.Upgrade},
		{queryV2 + "&documentid=ABC.1_2-3", link.Invoice},
		{queryV2 + "&x=%3B%E2%82%AC+%26%3D", link.Confirmation},
		{times + "&c=" + sum256 + "-1&item=", link.Renewal}, // not read in V1
		{"s=4102444799&e=4102444800&k=abcdef89&c=" + sumV2, link.Confirmation},
	} {
		if _, err := link.ParseQuery(c.query, c.kind); err != nil {
			t.Errorf("%s %s: %v", c.kind, c.query, err)
		}
	}
}

func TestDamagedQueries(t *testing.T) {
	p := link.Confirmation
	for _, c := range []struct {
		why, query string
		kind       link.Kind
	}{
		{"nothing", "", p},
		{"no such kind", queryV2, "x"},
		{"s missing", "e=1762084800&c=" + sum256, p},
		{"e missing", "s=1759492800&c=" + sum256, p},
		{"c missing", times, p},
		{"s empty", "s=&e=1762084800&c=" + sum256, p},
		{"s zero", "s=0&e=1762084800&c=" + sum256, p},
		{"e zero", "s=1759492800&e=0&c=" + sum256, p},
		{"e negative", "s=1759492800&e=-1&c=" + sum256, p},
		{"s with plus", "s=%2B1759492800&e=1762084800&c=" + sum256, p},
		{"s with space", "s=+1759492800&e=1762084800&c=" + sum256, p},
		{"s with leading zero", "s=01759492800&e=1762084800&c=" + sum256, p},
		{"s hexadecimal", "s=0x68e0&e=1762084800&c=" + sum256, p},
		{"s exponent", "s=1.7594928e9&e=1762084800&c=" + sum256, p},
		{"s separators", "s=1_759_492_800&e=1762084800&c=" + sum256, p},
		{"s in milliseconds", "s=1759492800000&e=1762084800&c=" + sum256, p},
		{"s overflows", "s=99999999999999999999999&e=1762084800&c=" + sum256, p},
		{"e past 2100", "s=1759492800&e=4102444801&c=" + sum256, p},
		{"other digits", "s=%D9%A1%D9%A7&e=1762084800&c=" + sum256, p},
		{"s twice", queryV2 + "&s=1759492800", p},
		{"e twice by escape", queryV2 + "&%65=1999999999", p},
		{"c twice", "c=" + sumV2 + "&" + queryV2, p},
		{"k twice", queryV2 + "&k=a0", p},
		{"k empty", times + "&k=&c=" + sumV2, p},
		{"k in capitals", times + "&k=A1&c=" + sumV2, p},
		{"k too long", times + "&k=abcdefghi&c=" + sumV2, p},
		{"v1 checksum with k", times + "&k=a1&c=" + sum256, p},
		{"SHA-1 checksum with k", times + "&k=a1&c=" + sum1, p},
		{"v2 checksum without k", times + "&c=" + sumV2, p},
		{"SHA-512", times + "&c=" + sum256 + sum256, p},
		{"one digit short", queryV2[:len(queryV2)-1], p},
		{"one digit long", queryV2 + "0", p},
		{"capital hex", times + "&k=a1&c=" + strings.ToUpper(sumV2), p},
		{"not hex", times + "&c=undefined", p},
		{"NUL", queryV2 + "%00", p},
		{"NUL elsewhere", queryV2 + "&x=%00", p},
		{"line feed elsewhere", queryV2 + "&x=%0a", p},
		{"delete", queryV2 + "&x=%7F", p},
		{"raw control", queryV2 + "&x=\x1b", p},
		{"not UTF-8", queryV2 + "&x=%C0%AF", p},
		{"raw Latin-1", queryV2 + "&x=\xe9", p},
		{"bad escape in a name of ours", "e=%zz&" + queryV2, p},
		{"bad escape elsewhere", queryV2 + "&x=%", p},
		{"bad escape elsewhere, cut", queryV2 + "&x=%4", p},
		{"semicolons", strings.ReplaceAll(queryV2, "&", ";"), p},
		{"a semicolon elsewhere", queryV2 + "&x=1;y=2", p},
		{"33 pairs", queryV2 + strings.Repeat("&x=1", 29), p},
		{"33 empty pairs", queryV2 + strings.Repeat("&", 29) + "x", p},
		{"too long", queryV2 + "&x=" + strings.Repeat("a", 2048), p},
		{"array", times + "&c%5B%5D=" + sum256, p},
		{"capital names", "S=1759492800&E=1762084800&C=" + sum256, p},
		{"twice escaped", "s=%2531759492800&e=1762084800&c=" + sum256, p},
		{"escaped whole", "s%3D1759492800%26e%3D1762084800%26c%3D" + sum256, p},
		{"renewal without item", queryV1, link.Renewal},
		{"renewal with empty item", queryV1 + "-", link.Renewal},
		{"renewal with item 0", queryV1 + "-0", link.Renewal},
		{"renewal with item 01", queryV1 + "-01", link.Renewal},
		{"renewal with long item", queryV1 + "-1234567", link.Renewal},
		{"renewal with two items", queryV1 + "-1-2", link.Renewal},
		{"item behind another kind's checksum", queryV1 + "-1", p},
		{"item behind a v2 checksum", queryV2 + "-1", link.Renewal},
		{"item twice", queryV2 + "&item=1&item=1", link.Renewal},
		{"item twice in v1", queryV1 + "-1&item=1&item=1", link.Renewal},
		{"item empty", queryV2 + "&item=", link.Renewal},
		{"item no number", queryV2 + "&item=1x", link.Renewal},
		{"cart twice", queryV2 + "&cart=s1:2&cart=s1:3", link.Upgrade},
		{"cart without s", queryV2 + "&cart=12:34", link.Upgrade},
		{"cart without product", queryV2 + "&cart=s12", link.Upgrade},
		{"cart negative", queryV2 + "&cart=s12:-34", link.Upgrade},
		{"cart with ampersand", queryV2 + "&cart=s12:34%26item=1", link.Upgrade},
		{"cart too long", queryV2 + "&cart=s1:1234567890123", link.Upgrade},
		{"running number", queryV2 + "&subscriptionrunningno=0", link.Upgrade},
		{"document path", queryV2 + "&documentid=..%2F..%2Fetc", link.Invoice},
		{"document empty", queryV2 + "&documentid=", link.Invoice},
	} {
		q, err := link.ParseQuery(c.query, c.kind)
		if !errors.Is(err, link.ErrDamaged) || q != (link.Query{}) {
			t.Errorf("%s: %v and %+v, want ErrDamaged and nothing", c.why, err, q)
		}
	}
}

func TestDamageIsNamedWithoutItsValue(t *testing.T) {
	for query, want := range map[string]string{
		"s=1759492800000&e=1&c=2":     "s is in milliseconds",
		times + "&c=SECRETVALUE":      "c is no checksum",
		queryV2 + "&c=SECRETVALUE":    "c stands twice",
		times + "&k=SECRETVALUE&c=12": "k is no key id",
	} {
		_, err := link.ParseQuery(query, link.Confirmation)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "SECRET") {
			t.Errorf("%s: %v, want %q", query, err, want)
		}
	}
}

func TestOnlyWhatIsOursIsRepeated(t *testing.T) {
	for _, c := range []struct {
		kind      link.Kind
		raw, want string
	}{
		{link.Confirmation, "s=1&e=2&k=k1&c=ab", "s=1&e=2&k=k1&c=ab"},
		{link.Confirmation, "utm_source=x&s=1&alert(1)&e=2&k=k1&=&c=ab&asked=1.2&documentid=7", "s=1&e=2&k=k1&c=ab"},
		{link.Invoice, "%73=1&documentid=7&x=%3Cscript%3E&e=2", "%73=1&documentid=7&e=2"},
		{link.Confirmation, "", ""},
	} {
		if got := link.Own(c.raw, c.kind); got != c.want {
			t.Errorf("%q: %q, want %q", c.raw, got, c.want)
		}
	}
}
