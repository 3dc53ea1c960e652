package dev.grantkeeper.vault.error;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Failures as problem details (RFC 9457). */
class FailureRest {

    private static final Logger LOG = Logger.getLogger(FailureRest.class);
    private static final String PROBLEM_JSON = "application/problem+json";

    @ServerExceptionMapper
    public Response failed(Failure failure, HttpHeaders headers) {
        var reason = failure.reason();
        var body = problem(reason.name(), reason.httpStatus(), reason.title(), failure.getMessage());
        body.putAll(failure.details());
        if (!failure.fields().isEmpty()) {
            body.put("errors", failure.fields());
        }
        var response = Response.status(reason.httpStatus()).type(PROBLEM_JSON).entity(body);
        response.header(HttpHeaders.CACHE_CONTROL, "no-store");
        failure.retryAfter()
                .ifPresent(after -> response.header(HttpHeaders.RETRY_AFTER, Math.max(1, after.toSeconds())));
        if (reason == Reason.UNAUTHENTICATED) {
            // RFC 6750 section 3.1: no error code where no token was sent.
            response.header(
                    HttpHeaders.WWW_AUTHENTICATE,
                    headers.getHeaderString(HttpHeaders.AUTHORIZATION) == null
                            ? "Bearer"
                            : "Bearer error=\"invalid_token\"");
        }
        return response.build();
    }

    /** A body that is JSON, but not of the documented form. Names the field, and never quotes what was sent in it. */
    @ServerExceptionMapper
    public Response misfit(MismatchedInputException misfit, HttpHeaders headers) {
        var field = misfit.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .collect(Collectors.joining("."));
        return field.isEmpty()
                ? notJson(headers)
                : failed(
                        Failure.invalid(
                                field,
                                misfit instanceof UnrecognizedPropertyException
                                        ? "is not known here"
                                        : "must be of the documented type"),
                        headers);
    }

    /** What the framework refuses by itself: no such route, wrong method, a body that is not JSON. */
    @ServerExceptionMapper
    public Response refused(WebApplicationException refused, HttpHeaders headers) {
        var status = refused.getResponse().getStatus();
        if (refused.getCause() instanceof MismatchedInputException misfit) {
            return misfit(misfit, headers);
        }
        if (status >= 500) {
            return unexpected(refused, headers);
        }
        if (status == 400) {
            return notJson(headers);
        }
        var reason = status == 404 ? Reason.NOT_FOUND : Reason.INVALID;
        var known = Response.Status.fromStatusCode(status);
        var detail = known == null ? "The request was refused." : known.getReasonPhrase() + ".";
        return Response.fromResponse(refused.getResponse())
                .type(PROBLEM_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(problem(reason.name(), status, reason.title(), detail))
                .build();
    }

    private Response notJson(HttpHeaders headers) {
        return failed(Failure.invalid("body", "must be JSON of the documented form"), headers);
    }

    /** Says nothing of the cause, which may quote what was sealed; the log has its type and place. */
    @ServerExceptionMapper
    public Response unexpected(Throwable fault, HttpHeaders headers) {
        var known = Faults.asFailure(fault);
        if (known.isPresent()) {
            return failed(known.get(), headers);
        }
        var incident = UUID.randomUUID().toString();
        LOG.errorf("incident %s: %s", incident, Faults.describe(fault));
        var body = problem("INTERNAL", 500, "The vault failed.", "Ask the operator about incident " + incident + ".");
        return Response.status(500)
                .type(PROBLEM_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(body)
                .build();
    }

    private static Map<String, Object> problem(String reason, int status, String title, String detail) {
        var body = new LinkedHashMap<String, Object>();
        body.put(
                "type",
                "https://grantkeeper.dev/problems/"
                        + reason.toLowerCase(Locale.ROOT).replace('_', '-'));
        body.put("title", title);
        body.put("status", status);
        body.put("detail", detail);
        body.put("reason", reason);
        return body;
    }
}
