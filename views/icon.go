package views

// Icon names one of the line icons; the empty Icon draws nothing.
type Icon string

// The icons. All stand in a 24 by 24 box and are hidden from screen readers:
// the word beside an icon says the same.
const (
	IconCheck    Icon = "check"
	IconCross    Icon = "cross"
	IconClock    Icon = "clock"
	IconCalendar Icon = "calendar"
	IconArrow    Icon = "arrow"
	IconBar      Icon = "bar"
	IconMail     Icon = "mail"
	IconDownload Icon = "download"
	IconInfo     Icon = "info"
	IconSearch   Icon = "search"
	IconRenew    Icon = "renew"
	IconPlus     Icon = "plus"
	IconEye      Icon = "eye"
	IconCode     Icon = "code"
	IconScan     Icon = "scan"
	IconCopy     Icon = "copy"
)
