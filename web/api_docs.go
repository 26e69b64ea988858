package web

import (
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/latchkey-portal/latchkey/views"
)

// The description of the own API: for machines at /api/openapi.json, for people
// at /api/docs, both from the operations as they are registered.

const (
	openAPIPath = "/api/openapi.json"
	apiDocsPath = "/api/docs"
)

// documents writes both once, after every operation is in place.
func (a *api) documents() {
	doc := a.huma.OpenAPI()
	schemas := doc.Components.Schemas
	schemas.Map()["ErrorModel"] = huma.SchemaFromType(schemas, reflect.TypeFor[apiProblem]()) // what ownProblems makes of it
	delete(schemas.Map(), "ErrorDetail")
	a.mux.HandleFunc("GET "+openAPIPath, func(w http.ResponseWriter, r *http.Request) {
		body, err := doc.MarshalJSON()
		if err != nil {
			a.problemOf(r.Context(), err).write(w)
			return
		}
		w.Header().Set("Content-Type", jsonType)
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		_, _ = w.Write(body) // a failed write means that the caller has gone away
	})
	page := views.APIPage(describeAPI(doc))
	a.mux.Handle("GET "+apiDocsPath, a.page(func(w http.ResponseWriter, r *http.Request) error {
		visitOf(r).page = "api-docs"
		return a.render(w, r, http.StatusOK, page)
	}))
}

// describeAPI puts the document into the order people read it in: by subject,
// then by path.
func describeAPI(doc *huma.OpenAPI) views.API {
	out := views.API{Frame: neutral("api-docs", "API"), Heading: "API", Document: openAPIPath}
	for _, path := range sortedNames(doc.Paths) {
		item := doc.Paths[path]
		for _, one := range []struct {
			method string
			op     *huma.Operation
		}{
			{"GET", item.Get}, {"POST", item.Post}, {"PUT", item.Put}, {"PATCH", item.Patch}, {"DELETE", item.Delete},
		} {
			if one.op != nil {
				out.Groups = addOperation(out.Groups, one.op.Tags[0], describeOperation(doc, one.method, path, one.op))
			}
		}
	}
	return out
}

func sortedNames[V any](m map[string]V) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func addOperation(groups []views.APIGroup, title string, op views.APIOperation) []views.APIGroup {
	for i := range groups {
		if groups[i].Title == title {
			groups[i].Operations = append(groups[i].Operations, op)
			return groups
		}
	}
	return append(groups, views.APIGroup{Title: title, Operations: []views.APIOperation{op}})
}

func describeOperation(doc *huma.OpenAPI, method, path string, op *huma.Operation) views.APIOperation {
	out := views.APIOperation{ID: op.OperationID, Method: method, Path: path, Summary: op.Summary, About: op.Description}
	for _, p := range op.Parameters {
		out.Takes = append(out.Takes, views.APIField{Name: p.Name, Where: p.In, Type: typeOf(p.Schema), About: firstOf(p.Description, p.Schema.Description)})
	}
	if op.RequestBody != nil {
		out.Takes = append(out.Takes, fieldsOf(doc, op.RequestBody.Content[jsonType], "body")...)
	}
	for _, status := range sortedNames(op.Responses) {
		if strings.HasPrefix(status, "2") {
			out.Status = status
			out.Gives = fieldsOf(doc, op.Responses[status].Content[jsonType], "")
		}
	}
	return out
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// fieldsOf lists the fields of a body, one level deep; those of the items of a
// list stand below it.
func fieldsOf(doc *huma.OpenAPI, media *huma.MediaType, where string) []views.APIField {
	if media == nil || media.Schema == nil {
		return nil
	}
	return fieldsIn(doc, media.Schema, where, "")
}

func fieldsIn(doc *huma.OpenAPI, s *huma.Schema, where, prefix string) []views.APIField {
	if s.Ref != "" {
		s = doc.Components.Schemas.SchemaFromRef(s.Ref)
	}
	var fields []views.APIField
	for _, name := range sortedNames(s.Properties) {
		p := s.Properties[name]
		fields = append(fields, views.APIField{
			Name: prefix + name, Where: where, Type: typeOf(p), About: p.Description, Required: where != "" && slices.Contains(s.Required, name),
		})
		if prefix == "" && p.Items != nil && p.Items.Ref != "" {
			fields = append(fields, fieldsIn(doc, p.Items, where, name+"[].")...)
		}
	}
	return fields
}

// typeOf names a type, and the values where there are few.
func typeOf(s *huma.Schema) string {
	switch {
	case s == nil:
		return ""
	case len(s.Enum) > 0:
		var values []string
		for _, v := range s.Enum {
			if text, ok := v.(string); ok {
				values = append(values, text)
			}
		}
		return strings.Join(values, ", ")
	case s.Ref != "":
		return "object"
	case s.Format == "date-time":
		return "time"
	}
	return s.Type
}
