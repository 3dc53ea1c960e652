package dev.grantkeeper.vault.error;

/**
 * The closed list of what can go wrong for a caller, with its HTTP status (RFC 9110) and gRPC code. Final and transient
 * failures are kept apart: only those with {@link #isTransient()} are worth a retry of the same request.
 */
public enum Reason {
    AUTH_REQUIRED(424, 9, "A person has to connect this account first."),
    NO_USER(424, 9, "No user triggered this execution, so there is no user connection to look up."),
    PROVIDER_MISCONFIGURED(424, 9, "The provider does not accept the app's client settings."),
    RENEWING(503, 14, "The value is being renewed."),
    UNAVAILABLE(503, 14, "The vault cannot answer at the moment."),
    NOT_CONFIGURED(404, 5, "The app offers no such connection."),
    NOT_FOUND(404, 5, "There is no such thing here."),
    INVALID(400, 3, "The request has to be changed."),
    CONFLICT(409, 10, "The request does not fit the present state."),
    REFUSED_BY_APP(422, 9, "The app does not allow this."),
    HOOK_FAILED(503, 14, "The app could not be asked whether it allows this."),
    UNAUTHENTICATED(401, 16, "The access token is missing or not accepted."),
    FORBIDDEN(403, 7, "The access token does not entitle to this.");

    private final int httpStatus;
    private final int grpcCode;
    private final String title;

    Reason(int httpStatus, int grpcCode, String title) {
        this.httpStatus = httpStatus;
        this.grpcCode = grpcCode;
        this.title = title;
    }

    public int httpStatus() {
        return httpStatus;
    }

    /** The number of the canonical gRPC status code. */
    public int grpcCode() {
        return grpcCode;
    }

    public String title() {
        return title;
    }

    public boolean isTransient() {
        return httpStatus == 503;
    }
}
