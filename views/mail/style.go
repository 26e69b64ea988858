package mail

import (
	"github.com/a-h/templ"

	"github.com/latchkey-portal/latchkey/static"
)

// themes is the style element: the dark theme and the phone, for the mail
// programs that heed them. All others get the inline styles. Nothing in it
// comes from outside but the colours, which static has made.
func themes(colour string) string {
	_, dark := static.Doors(colour)
	return `<style>:root{color-scheme:light dark;supported-color-schemes:light dark}` +
		`@media (prefers-color-scheme:dark){.bg{background:#0D1514!important}` +
		`.sheet{background:#151F1D!important;border-color:#2B3835!important}` +
		`.t{color:#E9F0ED!important}.s{color:#B6C3BE!important}` +
		`.btn{background:` + dark.Colour + `!important;color:` + dark.Ink + `!important}` +
		`.lk{color:` + dark.Colour + `!important}}` +
		`@media (max-width:480px){.pad{padding:24px 20px!important}.btn{display:block!important;text-align:center!important}}</style>`
}

// button is the inline style of the button in the light theme.
func button(colour string) templ.SafeCSS {
	light, _ := static.Doors(colour)
	return templ.SafeCSS("display:inline-block;padding:13px 22px;border-radius:8px;background:" + light.Colour +
		";color:" + light.Ink + ";font-weight:650;text-decoration:none")
}

// link is the inline style of a link in the light theme.
func link(colour string) templ.SafeCSS {
	light, _ := static.Doors(colour)
	return templ.SafeCSS("white-space:nowrap;color:" + light.Colour)
}
