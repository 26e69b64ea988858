package views

// EnglishFrame has the frame's words in English.
func EnglishFrame() FrameWords {
	return FrameWords{Skip: "Skip to main content", Reference: "Reference"}
}

// EnglishLineHead has the column heads of an invoice in English.
func EnglishLineHead() LineHead {
	return LineHead{Description: "Description", Quantity: "Quantity", Price: "Price", Tax: "VAT", Amount: "Amount"}
}

// EnglishDevMail has the column heads of the list of caught mails in English.
func EnglishDevMail() DevMailWords {
	return DevMailWords{Subject: "Subject", To: "To", Time: "Time"}
}
