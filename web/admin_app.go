package web

const appURL = "/admin/me/app"
