// Package trace tells an OpenTelemetry collector what took how long: a span for
// each request, and below it one for each transaction, each try of the outbox and
// each call of another machine.
//
// It leaves out what is none of a collector's business: attributes are patterns,
// statuses and names of ours, never a query, an id, an address, or the text of an
// error. What a visitor sends to take part in a trace is not read. It knows no
// HTTP of its own; the exporter does.
//
// Use: New where traces are wanted. A nil Tracer is one that is off: its methods
// give back what they are given and cost nothing.
package trace

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// Tracer makes spans; nil: nobody wants any.
type Tracer struct {
	provider *sdk.TracerProvider
	tracer   trace.Tracer
}

// path is where a collector takes traces, below its address (OTLP/HTTP).
const path = "/v1/traces"

// New returns a Tracer that sends to the collector at an address such as
// "http://127.0.0.1:4318". Headers, certificates and the share of requests that
// are traced come from OpenTelemetry's own variables (OTEL_EXPORTER_OTLP_HEADERS,
// OTEL_TRACES_SAMPLER). What cannot be sent is dropped, and log is told.
func New(ctx context.Context, collector, version string, log *slog.Logger) (*Tracer, error) {
	at, err := url.Parse(collector)
	if err != nil {
		return nil, errors.New("traces: the collector's address is no URL")
	}
	at.Path = strings.TrimSuffix(at.Path, "/") + path
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(at.String()))
	if err != nil {
		return nil, fmt.Errorf("traces: %w", err)
	}
	// The library has one handler for the whole process; ours says no more than
	// that spans were lost, since its errors quote what the collector answered.
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(error) { log.Warn("traces could not be sent") }))
	provider := sdk.NewTracerProvider(
		sdk.WithBatcher(exporter),
		sdk.WithResource(resource.NewSchemaless(attribute.String("service.name", "latchkey"), attribute.String("service.version", version))),
	)
	return &Tracer{provider: provider, tracer: provider.Tracer("latchkey")}, nil
}

// Close sends what is not sent yet, for as long as ctx lasts.
func (t *Tracer) Close(ctx context.Context) error {
	if t == nil {
		return nil
	}
	if err := t.provider.Shutdown(ctx); err != nil {
		return errors.New("the last traces could not be sent")
	}
	return nil
}

// Request begins the span of a request. Its name is known when it ends.
func (t *Tracer) Request(ctx context.Context) (context.Context, func(method, route string, status int)) {
	if t == nil {
		return ctx, func(string, string, int) {}
	}
	ctx, span := t.tracer.Start(ctx, "request", trace.WithSpanKind(trace.SpanKindServer), trace.WithNewRoot())
	return ctx, func(method, route string, status int) {
		span.SetName(method + " " + route)
		span.SetAttributes(
			attribute.String("http.request.method", method), attribute.String("http.route", route),
			attribute.Int("http.response.status_code", status))
		if status >= 500 {
			span.SetStatus(codes.Error, "")
		}
		span.End()
	}
}

// nothing ends a span that was not begun.
func nothing(error) {}

// span begins a span of a name of ours.
func (t *Tracer) span(ctx context.Context, name string, kind trace.SpanKind) (context.Context, func(error)) {
	if t == nil {
		return ctx, nothing
	}
	ctx, span := t.tracer.Start(ctx, name, trace.WithSpanKind(kind))
	return ctx, func(err error) {
		if err != nil {
			span.SetStatus(codes.Error, "") // its text may hold an address
		}
		span.End()
	}
}
