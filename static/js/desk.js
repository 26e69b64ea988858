// What a keyboard and a clipboard add to the pages of the desk. Everything
// works without it. Single keys can be switched off (WCAG 2.1.4); none of them
// does anything but move about, and none works while somebody types.
(function () {
	"use strict";
	var places = {o: "/admin", r: "/admin/requests", d: "/admin/decisions", l: "/admin/links", e: "/admin/explain", m: "/admin/mail", w: "/admin/webhooks", j: "/admin/jobs", a: "/admin/audit"};
	var going = false;

	function field(name) { return document.getElementById(name); }

	function typing(target) {
		return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) && !/^(checkbox|radio|submit|button)$/.test(target.type);
	}

	// step moves to the main link of the next or previous row.
	function step(by) {
		var links = Array.prototype.slice.call(document.querySelectorAll("main tbody th a, main .hits a"));
		if (!links.length) { return; }
		var row = document.activeElement.closest("tr, li"), at = -1;
		for (var i = 0; i < links.length; i++) {
			if (row && row.contains(links[i])) { at = i; }
		}
		links[at < 0 ? 0 : Math.min(Math.max(at + by, 0), links.length - 1)].focus();
	}

	function tick() {
		var row = document.activeElement.closest("tr"), box = row && row.querySelector("input[type=checkbox]");
		if (box) { box.checked = !box.checked; }
	}

	function copy(text, said) {
		if (!navigator.clipboard) { return; }
		navigator.clipboard.writeText(text).then(function () { said("Copied"); }, function () { said("Not copied: select it and copy by hand"); });
	}

	// tell says a word to everybody, also to whom a screen reader reads.
	function tell(word) {
		var line = field("said");
		if (!line) {
			line = document.createElement("p");
			line.id = "said";
			line.className = "said";
			line.setAttribute("role", "status");
			document.querySelector("main").prepend(line);
		}
		line.textContent = word;
	}

	var keys = {
		"/": function () { var q = field("q"); if (q) { q.focus(); q.select(); } },
		"?": function () { location.href = "/admin/keyboard"; },
		g: function () { going = true; setTimeout(function () { going = false; }, 1500); },
		j: function () { step(1); },
		k: function () { step(-1); },
		x: tick,
		n: function () { var fix = field("fix"); if (fix) { fix.focus(); fix.scrollIntoView({block: "nearest"}); } },
		c: function () {
			document.querySelectorAll("main dt").forEach(function (name) {
				if (name.textContent.trim() === "Reference") { copy(name.nextElementSibling.textContent.trim(), tell); }
			});
		}
	};

	if (document.body.dataset.keys === "on") {
		document.addEventListener("keydown", function (e) {
			if (e.key === "Escape" && typing(e.target)) { e.target.blur(); return; }
			if (e.ctrlKey || e.metaKey || e.altKey || typing(e.target)) { return; }
			if (going && places[e.key]) { e.preventDefault(); location.href = places[e.key]; return; }
			going = false;
			if (keys[e.key]) { e.preventDefault(); keys[e.key](); }
		});
	}

	// Whatever is there to be copied gets a button that does it.
	document.querySelectorAll("input[readonly], textarea[readonly]").forEach(function (from) {
		if (!navigator.clipboard || !from.offsetParent) { return; } // none for what is not shown
		var button = document.createElement("button");
		button.type = "button";
		button.className = "btn alt";
		button.textContent = "Copy";
		button.addEventListener("click", function () {
			copy(from.value, function (word) { button.textContent = word; });
		});
		from.insertAdjacentElement("afterend", button);
	});
})();
