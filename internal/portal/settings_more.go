package portal

import "strconv"

// The values of the sections about law, mail and retention. Addresses are no
// figures.

func (a Account) legalSettings() []Setting {
	consumer := "off"
	if a.Billing.Consumer {
		consumer = "on"
	}
	return []Setting{
		{Key: "consumer", Value: consumer, Figure: true},
		{Key: "withdrawDays", Value: strconv.FormatInt(a.Billing.WithdrawDays, 10), Figure: true},
		{Key: "answerDays", Value: strconv.FormatInt(a.Billing.AnswerDays, 10), Figure: true},
		{Key: "officeEmail", Value: a.Billing.OfficeEmail},
	}
}

func (a Account) mailSettings() []Setting {
	return []Setting{
		{Key: "senderName", Value: a.Sender.Name},
		{Key: "senderEmail", Value: a.Sender.Email},
		{Key: "replyTo", Value: a.Sender.ReplyTo},
		{Key: "selector", Value: a.Sender.Selector, Figure: true},
	}
}

func (a Account) retentionSettings() []Setting {
	var all []Setting
	for _, k := range KeptKinds() {
		all = append(all, Setting{Key: "keep-" + string(k), Value: strconv.Itoa(a.Retention.Days[k]), Figure: true})
	}
	return all
}
